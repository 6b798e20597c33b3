"""Which metrics, dimensions and members a question may mean: matches with reasons, of what the asker may see only."""
