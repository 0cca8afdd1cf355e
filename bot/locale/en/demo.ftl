# The demo's clock and its guided start.
demo-moments = { $first } and { $second }
