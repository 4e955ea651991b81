"""Charts drawn on the server as SVG: the same in the page, on paper and without script.

Each function takes whole numbers or decimals and the way to write them, and returns a `Chart`: the drawing, its
finding in words, its legend and the table beneath. Nothing here imports Django. Colours are classes of
`static/css/charts.css`; a second series is hatched as well, so that no meaning hangs on colour. Positions are in
percent of the width, so the words keep their size on a narrow phone.
"""

from marke.web.components.charts.bars import bars, bullet, columns, stacked_bar
from marke.web.components.charts.model import Chart, Mark
from marke.web.components.charts.parts import Stage, waffle, waterfall
from marke.web.components.charts.series import Bin, histogram, line, sparkline

__all__ = [
    "Bin",
    "Chart",
    "Mark",
    "Stage",
    "bars",
    "bullet",
    "columns",
    "histogram",
    "line",
    "sparkline",
    "stacked_bar",
    "waffle",
    "waterfall",
]
