"""The client of the servers: pools, retries on other hosts, and faults as sentences that name no host."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from kb.core.errors import BadQuestion, LibraryUnavailable
from search import limits
from search.servers import SearchServers

POOL = 10  # connections kept open to each host
WRITING = 60.0  # seconds that a change may take: servers wait as long for one index to take the place of another
_MISSING, _CONFLICT = 404, 409  # statuses of a change: no such index, and a later change was there first
_SLACK = 1.0  # seconds beyond those that a search may take on a server, for the way there and back
UNREACHED = "The search servers do not answer. Searching is not possible until they do."
REFUSED = "The search servers refused this library. Check the name, password or key that it signs in with."
NO_INDEX = "There is no search index on the search servers. Run `kb reindex`."
FAULTY = "The search servers could not do what was asked of them. Try again in a minute."
_log = logging.getLogger("kb")

Json = dict[str, Any]  # as the servers take and give it


class Cluster:
    """The servers as this process asks them."""

    def __init__(self, servers: SearchServers, seconds: float) -> None:
        try:
            import opensearchpy
        except ImportError:
            raise LibraryUnavailable("KB_SEARCH=opensearch needs the extra [opensearch] of this program.") from None
        self._errors = opensearchpy.exceptions
        self._helpers = opensearchpy.helpers
        self.seconds = seconds
        self.client = opensearchpy.OpenSearch(
            hosts=list(servers.hosts),
            http_auth=(servers.user, servers.password) if servers.user else None,
            headers={"authorization": f"ApiKey {servers.api_key}"} if servers.api_key else None,
            ca_certs=str(servers.authorities) if servers.authorities else None,
            pool_maxsize=POOL,
            timeout=WRITING,
            max_retries=len(servers.hosts) + 1,
            retry_on_timeout=True,
            retry_on_status=(502, 503),
        )

    @contextmanager
    def translate_faults(self) -> Iterator[Any]:
        """Give the client. Raises LibraryUnavailable where the servers do not answer, refuse or fail."""
        try:
            yield self.client
        except self._errors.NotFoundError as error:
            raise LibraryUnavailable(NO_INDEX) from error
        except (self._errors.AuthenticationException, self._errors.AuthorizationException) as error:
            raise LibraryUnavailable(REFUSED) from error
        except self._errors.ConnectionError as error:
            raise LibraryUnavailable(UNREACHED) from error
        except self._errors.OpenSearchException as error:
            _log.warning("the search servers failed: %s", str(error)[:500])
            raise LibraryUnavailable(FAULTY) from error

    def search(self, index: str, bodies: Sequence[Json]) -> list[Json]:
        """Answer several searches, asked at once. Raises BadQuestion where one takes too long."""
        lines: list[Json] = []
        for body in bodies:
            lines += [
                {"index": index, "allow_partial_search_results": False},
                {"timeout": f"{max(1, int(self.seconds * 1000))}ms", **body},
            ]
        with self.translate_faults() as client:
            told = client.msearch(body=lines, params={"request_timeout": self.seconds + _SLACK})["responses"]
        return [self._check_told(one) for one in told]

    def _check_told(self, told: Json) -> Json:
        fault = told.get("error")
        if told.get("timed_out") or (fault and "Time exceeded" in str(fault)):
            raise BadQuestion(limits.TOO_LONG)
        if fault:
            missing = fault.get("type") == "index_not_found_exception"
            if not missing:
                _log.warning("the search servers failed: %s", str(fault)[:500])
            raise LibraryUnavailable(NO_INDEX if missing else FAULTY)
        return told

    def change(self, actions: Iterator[Mapping[str, Any]]) -> None:
        """Send changes in batches. What a later change has overtaken stays as that made it.

        Raises LibraryUnavailable where one was not taken.
        """
        with self.translate_faults() as client:
            for done, told in self._helpers.streaming_bulk(
                client, actions, raise_on_error=False, max_retries=3, params={"require_alias": "true"}
            ):
                ((kind, said),) = told.items()
                overtaken = said.get("status") == _CONFLICT
                gone_before = kind == "delete" and said.get("result") == "not_found"
                if not (done or overtaken or gone_before):
                    _log.warning("the search servers did not take a change: %s", str(said)[:500])
                    raise LibraryUnavailable(NO_INDEX if said.get("status") == _MISSING else FAULTY)

    def close(self) -> None:
        """Close the connections."""
        self.client.close()
