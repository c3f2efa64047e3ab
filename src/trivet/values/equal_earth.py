"""The Equal Earth projection: places on a sheet where areas keep their size."""

from math import asin, cos, radians, sin, sqrt

#: Šavrič, Patterson, Jenny: The Equal Earth map projection, IJGIS 33 (2019), equations 9 and 10.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """The place of a point (degrees) in units of the sphere's radius, y upwards."""
    theta = asin(_M * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    x = radians(longitude) * cos(theta) / (_M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)))
    return x, theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
