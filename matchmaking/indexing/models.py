"""Which tables belong here?"""
