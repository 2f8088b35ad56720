"""Speed, measured side by side with a named peer in the same run; quoted as ratios."""
