"""Which firms together meet a need that none of them meets alone?"""
