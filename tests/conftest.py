pytest_plugins = ["tests.stores", "tests.demo.town"]
