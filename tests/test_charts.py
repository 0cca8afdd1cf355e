"""The digest's picture: small, the same for the same numbers, and right for any week."""

from __future__ import annotations

import struct

import pytest

from bot.charts import DPI, SIZE, draw
from bot.model import Chart


def chart(asked: tuple[int | None, ...], helped: tuple[int | None, ...] = (), signals: tuple[int, ...] = ()) -> Chart:
    return Chart(
        title="Vergunningen & Handhaving " + "x" * 34 + ": wat er per week gevraagd werd",
        weeks=tuple(f"wk {n}" for n in range(1, len(asked) + 1)),
        asked=asked,
        helped=helped or asked,
        signals=signals or (0,) * len(asked),
        asked_label="gevraagd",
        helped_label="waarvan: dit hielp",
        signals_label="nieuwe signalen",
        hidden_label="–  minder dan drie mensen, of niet te zeggen",
    )


@pytest.mark.parametrize(
    "found",
    [
        chart((0,)),
        chart((88,)),
        chart((5000,)),
        chart((None,) * 12),
        chart((40, 33, None, 51, 0, 44, 5000, 60, 71, 71, 90, 88), (20, 20, None, None, 0, 3, 3100, 40, 50, 60, 54, 0)),
        chart((0,) * 12, signals=(0, 40, *(0,) * 10)),
    ],
)
def test_any_week_makes_a_small_picture_of_the_same_size(found: Chart) -> None:
    picture = draw(found)
    assert picture.startswith(b"\x89PNG") and len(picture) < 100_000
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, height) == (round(SIZE[0] * DPI), round(SIZE[1] * DPI))


def test_the_same_numbers_give_the_same_bytes_and_others_do_not() -> None:
    one = chart((3, 4, 5))
    assert draw(one) == draw(one)
    assert draw(one) != draw(chart((3, 4, 6)))
    assert b"Software" not in draw(one) and b"tEXt" not in draw(one)


def test_a_users_own_settings_of_matplotlib_change_nothing() -> None:
    import matplotlib

    plain = draw(chart((3, 4, 5)))
    with matplotlib.rc_context({"axes.facecolor": "black", "font.size": 30, "savefig.dpi": 30}):
        assert draw(chart((3, 4, 5))) == plain
