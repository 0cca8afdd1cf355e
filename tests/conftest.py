import os

# Before anything loads numpy: small products split over cores are many times slower, most of all when tests run side by
# side (`Knowledge` sees to it in the bot itself).
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

pytest_plugins = ["tests.stores", "tests.demo.town"]
