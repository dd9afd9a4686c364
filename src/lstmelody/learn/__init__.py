"""The learning half: everything that needs PyTorch, from batches of events to an exported model."""
