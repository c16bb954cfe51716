"""Settings that are not given as arguments: from the environment, then from the profile
in the shared files.

The order is that of the AWS command line, version 2: `AWS_REGION` goes before
`AWS_DEFAULT_REGION` and `AWS_PROFILE` before `AWS_DEFAULT_PROFILE`. (botocore reads
`AWS_DEFAULT_REGION` alone, and `AWS_DEFAULT_PROFILE` first.) A variable that is set to
nothing counts as not set. Files are read once, when the first setting is not in the
environment.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from ..core.errors import SettingsError
from .shared_files import (
    Section,
    SharedFile,
    Value,
    config_path,
    credentials_path,
    named_sections,
)

RETRY_MODES = ("standard", "adaptive", "legacy")


class Found:
    """A setting as text, and where it was found: a variable, or a file with a line."""

    __slots__ = ("origin", "text")

    def __init__(self, text: str, origin: str) -> None:
        self.text = text
        self.origin = origin


class Settings:
    """The settings of one profile. Malformed ones raise SettingsError when they are
    first asked for.

    `profile` is the profile named in the program, which goes before the environment;
    `environ` stands in for `os.environ`.
    """

    __slots__ = (
        "_config",
        "_credentials",
        "_merged",
        "_origins",
        "environ",
        "explicit_profile",
    )

    def __init__(
        self,
        profile: str | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.environ: Mapping[str, str] = os.environ if environ is None else environ
        self.explicit_profile = profile
        self._config: SharedFile | None = None
        self._credentials: SharedFile | None = None
        self._merged: Section | None = None
        self._origins: dict[str, tuple[SharedFile, str]] = {}

    def __repr__(self) -> str:
        return f"Settings(profile={self.profile_name!r})"

    @property
    def profile_name(self) -> str:
        """The profile that is named in the program or in the environment, else
        "default".
        """
        return self._named_profile() or "default"

    def _named_profile(self) -> str | None:
        if self.explicit_profile is not None:
            return self.explicit_profile
        environ = self.environ
        return environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE")

    @property
    def config_file(self) -> SharedFile:
        """The shared config file (`AWS_CONFIG_FILE`, else `~/.aws/config`)."""
        if self._config is None:
            self._config = SharedFile(config_path(self.environ))
        return self._config

    @property
    def credentials_file(self) -> SharedFile:
        """The shared credentials file (`AWS_SHARED_CREDENTIALS_FILE`, else
        `~/.aws/credentials`).
        """
        if self._credentials is None:
            self._credentials = SharedFile(credentials_path(self.environ))
        return self._credentials

    @property
    def profile(self) -> Mapping[str, Value]:
        """The options of the profile. Where both files have an option, that of the
        credentials file counts.

        Raises SettingsError for a profile that is named and in neither file.
        """
        if self._merged is None:
            self._merged = self._merge()
        return self._merged

    def _merge(self) -> Section:
        name = self.profile_name
        title = named_sections(self.config_file, "profile").get(name)
        merged: Section = {}
        for file, section in ((self.config_file, title), (self.credentials_file, name)):
            if section is not None and section in file.sections:
                merged.update(file.sections[section])
                for option in file.sections[section]:
                    self._origins[option] = (file, section)
        if title is None and name not in self.credentials_file.sections:
            self._refuse_unknown()
        return merged

    def _refuse_unknown(self) -> None:
        if self._named_profile() is None:
            return
        how = ""
        if self.explicit_profile is None:
            found = "AWS_PROFILE" if self.environ.get("AWS_PROFILE") else ""
            how = f", named in {found or 'AWS_DEFAULT_PROFILE'},"
        files = " nor ".join(
            f"{file.path} ({file.absent})" if file.absent else file.path
            for file in (self.config_file, self.credentials_file)
        )
        known = sorted(
            {
                *named_sections(self.config_file, "profile"),
                *self.credentials_file.sections,
            }
        )
        raise SettingsError(
            f"the profile {self.profile_name!r}{how} is neither in {files}; "
            f"profiles there are: {', '.join(known) or 'none'}"
        )

    def origin(self, option: str) -> str:
        """The file and line of an option of the profile."""
        file, section = self._origins[option]
        return f"{file.path}:{file.line(section, option)}"

    def find(self, option: str, *variables: str) -> Found | None:
        """The first of `variables` that is set, else the option of the profile, where
        `option` is not empty.

        "s3.use_arn_region" is `s3_use_arn_region`, else `use_arn_region` in the lines
        below `s3`.
        """
        found = self._from_environ(*variables)
        if found is not None or not option:
            return found
        group, period, name = option.partition(".")
        if period:
            flat = f"{group}_{name}"
            below = self.profile.get(group)
            if flat not in self.profile and isinstance(below, dict):
                text = below.get(name)
                return Found(text, self.origin(group)) if text else None
            option = flat
        value = self.profile.get(option)
        if isinstance(value, dict):
            raise SettingsError(f"{self.origin(option)}: {option} must be one value")
        return Found(value, self.origin(option)) if value else None

    def text(self, option: str, *variables: str) -> str | None:
        """A setting as it is written."""
        found = self.find(option, *variables)
        return None if found is None else found.text

    def boolean(self, option: str, *variables: str) -> bool:
        """A setting that is true or false, in any case of letters; false when it is not
        set.
        """
        return self.choice(option, ("true", "false"), "false", *variables) == "true"

    def choice(
        self, option: str, allowed: tuple[str, ...], default: str, *variables: str
    ) -> str:
        """A setting that is one of a few words, in any case of letters."""
        found = self.find(option, *variables)
        if found is None:
            return default
        if found.text.lower() not in allowed:
            raise _malformed(found, option, f"must be {' or '.join(allowed)}")
        return found.text.lower()

    def integer(self, option: str, least: int, default: int, *variables: str) -> int:
        """A setting that is a whole number, not below `least`."""
        found = self.find(option, *variables)
        if found is None:
            return default
        text = found.text.strip()
        # Nine digits are as many as any setting makes sense with.
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise _malformed(
                found, option, f"must be a whole number from {least} upwards"
            )
        if int(text) < least:
            raise _malformed(found, option, f"must be {least} or more")
        return int(text)

    @property
    def region(self) -> str | None:
        """The region to call; None where no place names one."""
        return self.text("region", "AWS_REGION", "AWS_DEFAULT_REGION")

    @property
    def use_fips(self) -> bool:
        """Whether to call FIPS endpoints."""
        return self.boolean("use_fips_endpoint", "AWS_USE_FIPS_ENDPOINT")

    @property
    def use_dualstack(self) -> bool:
        """Whether to call endpoints that have IPv6 addresses, too."""
        return self.boolean("use_dualstack_endpoint", "AWS_USE_DUALSTACK_ENDPOINT")

    @property
    def max_attempts(self) -> int:
        """How often a call is sent at most, the first time included; 3 where no place
        says.
        """
        return self.integer("max_attempts", 1, 3, "AWS_MAX_ATTEMPTS")

    @property
    def retry_mode(self) -> str:
        """One of RETRY_MODES; "standard" where no place says."""
        return self.choice("retry_mode", RETRY_MODES, "standard", "AWS_RETRY_MODE")

    @property
    def ca_bundle(self) -> str | None:
        """The path of the certificates to trust instead of the system's; None for the
        system's.
        """
        return self.text("ca_bundle", "AWS_CA_BUNDLE") or (
            self.environ.get("REQUESTS_CA_BUNDLE") or None
        )

    def proxy_for(self, url: str) -> str | None:
        """The URL of the proxy for a request to `url`; None to send it there directly."""
        from .proxies import proxy_for

        return proxy_for(url, self.environ)

    def endpoint_url(self, service_id: str) -> str | None:
        """The URL that is configured for a service, by the service ID in its model, or
        for all services.

        (AWS SDKs and Tools reference guide, "Service-specific endpoints".)
        """
        key = service_id.replace(" ", "_").replace("-", "_")
        variable = f"AWS_ENDPOINT_URL_{key.upper()}"
        if self.boolean(
            "ignore_configured_endpoint_urls", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
        ):
            return None
        configured = (
            self._from_environ(variable, "AWS_ENDPOINT_URL")
            or self._service_endpoint(key.lower())
            or self.find("endpoint_url")
        )
        if configured is None:
            return None
        scheme, separator, rest = configured.text.partition("://")
        if scheme.lower() not in ("http", "https") or not separator or not rest:
            # Not quoted: URLs may hold passwords.
            raise SettingsError(
                f"{configured.origin}: an endpoint must be a URL of http or https"
            )
        return configured.text

    def _from_environ(self, *variables: str) -> Found | None:
        for variable in variables:
            text = self.environ.get(variable)
            if text:
                return Found(text, variable)
        return None

    def _service_endpoint(self, key: str) -> Found | None:
        """The endpoint_url below the service in the section `[services name]` that the
        profile names.
        """
        services = self.find("services")
        if services is None:
            return None
        title = named_sections(self.config_file, "services").get(services.text)
        if title is None:
            raise SettingsError(
                f"{services.origin}: there is no section [services {services.text}] in {self.config_file.path}"
            )
        service = self.config_file.sections[title].get(key)
        if not isinstance(service, dict) or not service.get("endpoint_url"):
            return None
        line = self.config_file.line(title, key)
        return Found(service["endpoint_url"], f"{self.config_file.path}:{line}")


def _malformed(found: Found, option: str, allowed: str) -> SettingsError:
    # A variable's name says which setting it is.
    what = "" if found.origin.isidentifier() else f" {option}"
    separator = ":" if what else ""
    return SettingsError(
        f"{found.origin}{separator}{what} {allowed}, not {found.text!r}"
    )
