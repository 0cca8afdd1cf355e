# The demo's clock and its guided start.
demo-moments = { $first } en { $second }
