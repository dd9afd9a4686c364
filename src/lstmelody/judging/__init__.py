"""The scorecard: how near the songs a model writes are to real ones, and how far it obeys.

Every measure is a pure function of songs. Does not know torch.
"""
