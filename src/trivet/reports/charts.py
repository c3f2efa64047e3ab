"""Charts: small SVG pictures of a few numbers, styled by classes, each with the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from trivet.reports.paper import Picture, Row, Table
from trivet.reports.words import amount

_WIDTH, _HEIGHT, _LEFT, _FOOT, _HEAD = 640, 240, 8, 22, 18
#: Rows of a horizontal chart: the space for the label, and the height of a row.
_LABEL, _ROW = 220, 26
#: What a file that knows no style sheet needs (the PDF): the same classes with fixed colours.
PRINTED = (
    "<style>text{font-family:Tinos;font-size:13px;fill:#111}.s0{fill:#0b57a4}.s1{fill:#5b93cc}.s2{fill:#a9c8e6}"
    ".s3{fill:#d9e6f2}.on0{fill:#fff}.axis{stroke:#777}</style>"
)


@dataclass(frozen=True)
class Chart:
    """Numbers by label; a chart with several series stacks them in that order."""

    title: str
    series: tuple[str, ...]
    labels: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    heading: str

    @property
    def picture(self) -> Picture:
        """The drawing; vertical bars, or rows when the labels are long."""
        long = max(map(len, self.labels), default=0) > 10
        return Picture(self.title, str(self._rows() if long else self._columns()))

    @property
    def table(self) -> Table:
        """The same numbers as a table."""
        headings = (self.heading, *self.series)
        rows = [
            Row((label, *(amount(value) for value in values)), plain=True)
            for label, values in zip(self.labels, self.values, strict=True)
        ]
        return Table(headings, rows, tuple(range(1, len(headings))), self.title)

    def _largest(self) -> int:
        return max((sum(values) for values in self.values), default=0) or 1

    def _columns(self) -> SafeString:
        step = (_WIDTH - 2 * _LEFT) / max(len(self.labels), 1)
        scale = (_HEIGHT - _FOOT - 2 * _HEAD) / self._largest()
        drawn: list[SafeString] = []
        for place, (label, values) in enumerate(zip(self.labels, self.values, strict=True)):
            x, bottom = _LEFT + place * step + step * 0.12, float(_HEIGHT - _FOOT)
            for number, value in enumerate(values):
                height = value * scale
                bottom -= height
                drawn.append(_box(number, x, bottom, step * 0.76, height))
                if len(values) > 1 and height >= 15:
                    drawn.append(_text(x + step * 0.38, bottom + height / 2 + 5, amount(value), f"on{number}"))
            drawn.append(_text(x + step * 0.38, bottom - 4, amount(sum(values)), "total"))
            drawn.append(_text(x + step * 0.38, _HEIGHT - 6, label, "label"))
        drawn += self._legend()
        return self._drawing(drawn, _HEIGHT + (_HEAD * len(self.series) + 4 if len(self.series) > 1 else 0))

    def _rows(self) -> SafeString:
        scale = (_WIDTH - _LABEL - 60) / self._largest()
        drawn: list[SafeString] = []
        for place, (label, values) in enumerate(zip(self.labels, self.values, strict=True)):
            y, x = place * _ROW + 4.0, float(_LABEL)
            for number, value in enumerate(values):
                drawn.append(_box(number, x, y, value * scale, _ROW - 8))
                x += value * scale
            drawn.append(_text(_LABEL - 8, y + 14, label, "label", "end"))
            drawn.append(_text(x + 6, y + 14, amount(sum(values)), "total", "start"))
        return self._drawing(drawn, max(len(self.labels), 1) * _ROW + 4)

    def _legend(self) -> list[SafeString]:
        if len(self.series) < 2:
            return []
        boxes = [_box(number, _LEFT, _HEIGHT + 4.0 + number * _HEAD, 12, 12) for number in range(len(self.series))]
        words = [
            _text(_LEFT + 17, _HEIGHT + 15.0 + number * _HEAD, name, "label", "start")
            for number, name in enumerate(self.series)
        ]
        return [*boxes, *words]

    def _drawing(self, drawn: Sequence[SafeString], height: int) -> SafeString:
        head = f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {_WIDTH} {height}"'
        inside = format_html_join("", "{}", ((one,) for one in drawn))
        return format_html('{} aria-label="{}">{}</svg>', SafeString(head), self.title, inside)


def _box(series: int, x: float, y: float, width: float, height: float) -> SafeString:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return SafeString(f'<rect class="s{min(series, 3)}" {place}/>')


def _text(x: float, y: float, words: str, kind: str, anchor: str = "middle") -> SafeString:
    place = SafeString(f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"')
    return format_html('<text class="{}" {}>{}</text>', kind, place, words)
