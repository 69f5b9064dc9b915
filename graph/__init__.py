"""The chain as a graph: which firm, product, industry and region hangs together with which, and how?"""
