"""What both clients share: the service's compiled facts, and the configuration of one
client.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from ..core.errors import ConfigurationError
from ..core.http import Timeout
from ..core.identity import Credentials
from ..core.operation import Operation
from ..credentials.cache import CredentialCache
from ..endpoints.endpoints import Endpoint
from ..settings.settings import Settings
from ..signing.sigv4 import Signing
from .call import Caller
from .destinations import Destination, destination
from .hooks import Hooks
from .retry import Retries, RetryQuota
from .steps import GET_CREDENTIALS, Run

if TYPE_CHECKING:
    from .steps import Step
    from .waiting import Waiter

Input = TypeVar("Input")
Output = TypeVar("Output")
TransportT = TypeVar("TransportT")

CredentialSource: TypeAlias = Credentials | Callable[[], Credentials]
"""Credentials, or a function that gets them; it is called again when the ones it gave
are about to expire.
"""

# Endpoints are kept per combination of parameters; with buckets among them there is no
# end of combinations.
_MOST_DESTINATIONS = 500


class EndpointOptions:
    """The client's own parameters of the endpoint rules: what every client has, and
    what its service has besides.
    """

    __slots__ = (
        "endpoint_url",
        "own",
        "region",
        "settings",
        "use_dualstack",
        "use_fips",
    )

    def __init__(
        self,
        region: str | None,
        use_fips: bool,
        use_dualstack: bool,
        endpoint_url: str | None,
        settings: Settings,
        own: Mapping[str, Any],
    ) -> None:
        self.region = region
        self.use_fips = use_fips
        self.use_dualstack = use_dualstack
        self.endpoint_url = endpoint_url
        self.settings = settings
        self.own = own

    def flag(
        self,
        name: str,
        default: Any,
        option: str = "",
        variable: str = "",
        word: str = "",
    ) -> Any:
        """A parameter that is true or false: the client's argument, else a setting,
        else the default.

        A setting is written true or false; where there is a `word`, that stands for
        true and others for false.
        """
        given = self.own.get(name)
        if given is not None:
            return given
        found = self.settings.find(option, variable) if option else None
        if found is None:
            return default
        if word:
            return found.text.lower() == word
        return self.settings.boolean(option, variable)

    def text(
        self, name: str, default: Any, option: str = "", variable: str = ""
    ) -> Any:
        """A parameter that is text: the client's argument, else a setting, else the
        default.
        """
        given = self.own.get(name)
        if given is not None:
            return given
        found = self.settings.text(option, variable) if option else None
        return default if found is None else found


class Service:
    """What the model says about a service. `resolve` finds its endpoint."""

    __slots__ = (
        "account",
        "id",
        "package",
        "resolve",
        "signing_name",
        "signing_rules",
        "version",
    )

    def __init__(
        self,
        id: str,
        version: str,
        signing_name: str | None,
        resolve: Callable[..., Endpoint],
        account: str | None = None,
        **signing_rules: bool,
    ) -> None:
        # Where the Python package lives, wherever that is: the clients' module defines
        # the function.
        self.package = resolve.__module__.rpartition(".")[0]
        # The service and version it was generated from.
        self.id = id
        self.version = version
        # None for a service whose requests are not signed.
        self.signing_name = signing_name
        # What its signatures have of their own, as arguments of `Signing`.
        self.signing_rules = signing_rules
        self.resolve = resolve
        # The parameter of the endpoint rules that is the account of the credentials,
        # where they ask for it.
        self.account = account

    def signing(self, region: str) -> Signing | None:
        """How requests are signed, where an endpoint does not say otherwise."""
        if self.signing_name is None:
            return None
        return Signing(self.signing_name, region, **self.signing_rules)


class Configured(Generic[TransportT]):
    """The configuration of a client: its arguments, and for what they leave open the
    settings of the machine.
    """

    _service: Service

    def __init__(
        self,
        *,
        region: str | None = None,
        credentials: CredentialSource | None = None,
        profile: str | None = None,
        endpoint_url: str | None = None,
        use_fips: bool | None = None,
        use_dualstack: bool | None = None,
        retries: Retries | None = None,
        timeout: Timeout | float | None = None,
        transport: TransportT | None = None,
        hooks: Hooks | None = None,
        endpoint_parameters: Mapping[str, Any] | None = None,
    ) -> None:
        """What is not given comes from the environment and the shared config and
        credentials files.

        Args:
            region: The Region to call; if nothing names one, that of the EC2 instance, asked for at the first call.
            credentials: What to sign with, or a function that gets it, called again before its credentials expire.
            profile: The profile of the shared files to use.
            endpoint_url: The URL to send requests to, in place of the service's own endpoints.
            use_fips: Whether to call FIPS endpoints.
            use_dualstack: Whether to call endpoints that have IPv6 addresses, too.
            retries: How often and how soon to try again.
            timeout: The seconds to wait for a connection, and for each read.
            transport: What sends requests. It is not closed with the client.
            hooks: Functions to call around each attempt.
            endpoint_parameters: What a service's own arguments give to its endpoint rules.
        """
        service = self._service
        settings = Settings(profile)
        if isinstance(timeout, (int, float)):
            timeout = Timeout(timeout, timeout)
        self._timeout = timeout or Timeout()
        self._settings = settings
        self._options = EndpointOptions(
            region or settings.region,
            settings.use_fips if use_fips is None else use_fips,
            settings.use_dualstack if use_dualstack is None else use_dualstack,
            endpoint_url or settings.endpoint_url(service.id),
            settings,
            endpoint_parameters or {},
        )
        if credentials is None:
            from ..credentials.credential_chain import Chain

            credentials = Chain(settings)
        if isinstance(credentials, Credentials):
            fixed = credentials
            credentials = lambda: fixed  # noqa: E731
        self._credentials = CredentialCache(credentials)
        name = service.package.rpartition(".")[2]
        python = ".".join(map(str, sys.version_info[:3]))
        self._caller = Caller(
            service.package,
            f"{name}/{service.version} ecrgen python/{python}",
            retries or _retries(settings, service.package),
            hooks or Hooks(),
            self._credentials.current,
            RetryQuota(),
        )
        self._destinations: dict[tuple[Any, ...], Destination] = {}
        self._transport: TransportT | None = transport
        self._owns_transport = transport is None
        self._is_closed = False
        # Of the first request: who comes second takes the transport that the first one
        # makes.
        self._lock = Lock()

    @property
    def region(self) -> str | None:
        """The Region that the client talks to; None before the first call where the
        metadata service tells it.
        """
        return self._options.region

    def _calling(
        self, operation: type[Operation[Input, Output]], value: Input
    ) -> Generator[Step, Any, Output]:
        """A call: where it goes, and its attempts there."""
        to = yield from self._locating(operation, value, {})
        return (yield from self._caller.call(operation, value, to))

    def _presigning(
        self,
        operation: type[Operation[Input, Any]],
        value: Input,
        parameters: dict[str, Any],
        expires_in: int,
    ) -> Generator[Step, Any, str]:
        to = yield from self._locating(operation, value, parameters)
        return (yield from self._caller.presigned_url(operation, value, to, expires_in))

    def _waiting(
        self,
        waiter: Waiter[Input, Output],
        operation: type[Operation[Input, Output]],
        value: Input,
        max_wait_time: float,
    ) -> Generator[Step, Any, Output | None]:
        from .waiting import wait

        return wait(
            lambda: self._calling(operation, value), waiter, value, max_wait_time
        )

    def _locating(
        self,
        operation: type[Operation[Input, Any]],
        value: Input,
        parameters: dict[str, Any],
    ) -> Generator[Step, Any, Destination]:
        """Where the operation's requests go: `parameters` are endpoint parameters
        beside those that the input says.
        """
        service = self._service
        if self._options.region is None and service.signing_name is not None:
            yield Run(self._find_region)
        if (
            service.account is not None
            and self._credentials.current() is None
            and operation.signed
            and not operation.optional_auth
        ):
            # The endpoint depends on their account.
            yield GET_CREDENTIALS
        return self._destination(operation, value, parameters)

    def _find_region(self) -> None:
        """Asks the metadata service of the instance, as the AWS command line does where
        nothing else says.
        """
        from ..credentials.instance_metadata import region
        from ..credentials.metadata_http import MetadataError

        try:
            self._options.region = region(self._settings)
        except MetadataError as problem:
            raise ConfigurationError(
                f"{self._service.package} needs a Region: pass region=..., set AWS_REGION, or set `region` in the "
                f"profile {self._settings.profile_name!r} of the shared config file (instance metadata: {problem})"
            ) from None

    def _destination(
        self,
        operation: type[Operation[Input, Any]],
        value: Input,
        more: dict[str, Any],
    ) -> Destination:
        parameters = operation.endpoint_parameters(value)
        if more:
            parameters = {**parameters, **more}
        account = self._service.account
        if account is not None and account not in parameters:
            credentials = self._credentials.current()
            if credentials is not None and credentials.account_id is not None:
                parameters = {**parameters, account: credentials.account_id}
        key = tuple(parameters.items())
        try:
            found = self._destinations.get(key)
        except TypeError:  # a list among the values
            return self._resolved(parameters)
        if found is None:
            found = self._resolved(parameters)
            if len(self._destinations) >= _MOST_DESTINATIONS:
                self._destinations.clear()
            self._destinations[key] = found
        return found

    def _resolved(self, parameters: dict[str, Any]) -> Destination:
        service, options = self._service, self._options
        endpoint = service.resolve(options, **parameters)
        if options.region is not None:
            _check_region(options.region)
        signing = service.signing(options.region or "")
        return destination(endpoint, signing, names_resource=bool(parameters))

    def __repr__(self) -> str:
        package, name = self._service.package, type(self).__name__
        return f"{package}.{name}(region={self._options.region!r})"


def _check_region(region: str) -> None:
    """Raises ConfigurationError for what is no label of a host name (RFC 1123, 2.1):
    with a slash in it, for one, the host would be another than the rules mean.
    """
    is_label = region.isascii() and region.replace("-", "").isalnum()
    if not is_label or region.strip("-") != region or len(region) > 63:
        raise ConfigurationError(f"{region!r} is not the name of a Region")


def _retries(settings: Settings, package: str) -> Retries:
    mode = settings.retry_mode
    if mode != "standard":
        import logging

        logging.getLogger(package).warning(
            "the retry mode %r is not supported: retries are those of the standard mode",
            mode,
        )
    return Retries(settings.max_attempts)
