"""The practice province: a made-up internet for demonstration, tests and benchmarks."""
