"""Ways to guess a tie that is not known: what speaks for it, in numbers that can be put in order."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from cityties.network.likely import UNSEEN, WEIGHT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["WAYS", "Guesses"]

WAYS: Final = (
    "together",
    "three-steps",
    "resource-allocation",
    "adamic-adar",
    "common-partners",
    "jaccard",
    "expected",
    "countries",
    "preferential",
    "chance",
)


class Guesses:
    """Scores of pairs of cities, by each way, from the ties that are known.

    Cities are numbers; ``ties`` has a row for each tie, ``place`` the number of each city's country.

    >>> import numpy as np
    >>> guesses = Guesses(np.array([[0, 1], [1, 2], [2, 3]]), np.array([0, 0, 1, 1]))
    >>> guesses.rows("common-partners", np.array([0])).tolist()
    [[1.0, 0.0, 1.0, 0.0]]
    """

    def __init__(self, ties: NDArray[Any], place: NDArray[Any], seed: int = 1) -> None:
        import numpy as np
        from scipy.sparse import csr_array

        size = len(place)
        both = np.concatenate([ties, ties[:, ::-1]])
        self.known = csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(size, size))
        self.degree = self.known.sum(axis=1)
        self._place = place
        self._lot = np.random.default_rng(seed).random(size)

    def rows(self, way: str, cities: NDArray[Any]) -> NDArray[np.float64]:
        """Score some cities with all: a row for each of them."""
        import numpy as np

        return self._cells(way, cities[:, None], np.arange(len(self._place))[None, :])

    def pairs(self, way: str, pairs: NDArray[Any]) -> NDArray[np.float64]:
        """Score pairs of cities."""
        return self._cells(way, pairs[:, 0], pairs[:, 1])

    def _cells(self, way: str, one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.float64]:
        import numpy as np

        found: Any
        if way == "chance":
            found = (self._lot[one] + self._lot[other]) % 1.0
        elif way == "preferential":
            found = self.degree[one] * self.degree[other]
        elif way == "countries":
            found = self._rate[self._place[one], self._place[other]]
        elif way == "expected":
            found = self._cells("preferential", one, other) * self._affinity[self._place[one], self._place[other]]
        elif way == "together":
            found = WEIGHT * self._cells("expected", one, other)
            for part in ("resource-allocation", "three-steps"):
                found += self._cells(part, one, other)
        elif way == "jaccard":
            common = self._cells("common-partners", one, other)
            found = common / np.maximum(self.degree[one] + self.degree[other] - common, 1)
        elif one.ndim == 2:
            found = self._tables[way][one[:, 0]].toarray()
        else:
            found = np.asarray(self._tables[way][one, other]).ravel() if len(one) else np.zeros(0)
        return np.asarray(found, dtype=np.float64)

    @cached_property
    def _tables(self) -> dict[str, Any]:
        import numpy as np
        from scipy.sparse import csr_array, csr_matrix, diags_array

        known, degree = self.known, self.degree
        inverse = np.where(degree > 0, 1 / np.maximum(degree, 1), 0)
        logarithm = np.where(degree > 1, 1 / np.log(np.maximum(degree, 2)), 0)
        even = diags_array(np.sqrt(inverse))
        found = {
            "resource-allocation": known @ diags_array(inverse) @ known,
            "adamic-adar": known @ diags_array(logarithm) @ known,
            "common-partners": known @ known,
            "three-steps": known @ even @ known @ even @ known,
        }
        # Matrices: arrays give a row of cells now dense and now sparse.
        return {way: csr_matrix(csr_array(table)) for way, table in found.items()}

    @cached_property
    def _between(self) -> NDArray[np.float64]:
        """The ends of ties between each two countries: within one, twice its ties."""
        import numpy as np
        from scipy.sparse import csr_array

        size = len(self._place)
        belongs = csr_array((np.ones(size), (np.arange(size), self._place)), shape=(size, int(self._place.max()) + 1))
        return np.asarray((belongs.T @ self.known @ belongs).toarray())

    @cached_property
    def _rate(self) -> NDArray[np.float64]:
        """Ties between each two countries, over the pairs that their cities could make."""
        import numpy as np

        cities = np.bincount(self._place, minlength=len(self._between)).astype(float)
        possible = np.outer(cities, cities)
        np.fill_diagonal(possible, cities * (cities - 1))
        return np.asarray(self._between / np.maximum(possible, 1))

    @cached_property
    def _affinity(self) -> NDArray[np.float64]:
        """Ties between each two countries, over those that their cities' partners would make by chance."""
        import numpy as np

        ends = self._between.sum(axis=1) + 1
        return np.asarray((self._between + UNSEEN) / np.outer(ends, ends))
