"""Archives of MIDI → shards, and what became of every file."""
