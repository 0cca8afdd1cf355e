import pytest

from bot.demo.content import Content, load


@pytest.fixture(scope="session")
def content() -> Content:
    return load()
