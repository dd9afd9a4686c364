"""The loop in which notes are composed, compiled to machine code by Numba.

A note is half a dozen products with a matrix, a few look-ups and four draws. In Python and NumPy
the calls between them cost more than they do; here nothing lies between. What is compiled is kept
on disk, so that only the first start on a machine takes its time: see `compiled`.
"""
