"""The engine: probing, judging, discovery and attribution, as a library without Django."""
