"""The examples of deploy/ and the pages that explain them say only what is there: commands, settings, hardening."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from gongjia.__main__ import main
from gongjia.foundation.postgres import APP, PLATFORM
from gongjia.settings import Environment

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SETTINGS = set(Environment.model_fields)
CURRENT = "/opt/gongjia/current"  # a link to the folder of one release
PROGRAM = f"{CURRENT}/.venv/bin/gongjia"
SEALING = Path("/etc/gongjia/keys/sealing")
HARDENING = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes",
    "CapabilityBoundingSet": "", "RestrictSUIDSGID": "yes", "RestrictNamespaces": "yes", "LockPersonality": "yes",
    "ProtectKernelModules": "yes", "ProtectKernelTunables": "yes", "ProtectControlGroups": "yes", "UMask": "0077",
    "SystemCallArchitectures": "native", "User": "gongjia",
}  # fmt: skip
EXPOSURE = 20  # tenths: systemd calls up to 2.0 "OK"
analyze = shutil.which("systemd-analyze")
nginx = shutil.which("nginx")


class Unit(configparser.RawConfigParser):
    """A unit file: keys keep their case and may come more than once, as systemd reads them."""

    def __init__(self, path: Path):
        super().__init__(strict=False, allow_no_value=False, delimiters=("=",), comment_prefixes=("#", ";"))
        self.optionxform = str
        self.read_string(path.read_text())
        pairs = re.findall(r"^([A-Za-z]+)=(.*)$", path.read_text(), re.M)
        self.every = {key: [value for name, value in pairs if name == key] for key, _ in pairs}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_each_service_is_hardened_and_limited(path):
    service = Unit(path)["Service"]
    assert {key: service.get(key) for key in HARDENING} == HARDENING
    assert re.fullmatch(r"\d+[MG]", service["MemoryMax"])
    assert int(service["TasksMax"]) <= 512
    assert "~@privileged" in " ".join(Unit(path).every["SystemCallFilter"])


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_each_service_runs_a_command_that_exists_with_secrets_from_files(path):
    unit = Unit(path)
    program, command = unit["Service"]["ExecStart"].split()[:2]
    assert (program, unit["Service"]["WorkingDirectory"]) == (PROGRAM, CURRENT)
    assert command in main.commands
    names = [value.split(":") for value in unit.every["LoadCredential"]]
    assert all(name in SETTINGS and file == f"/etc/gongjia/secrets/{name}" for name, file in names)
    variables = unit.every.get("Environment", [])  # a secret in a unit is read by everybody: only where one lies
    assert set(variables) <= {f"SEALING_KEYS_FILE={SEALING}"}


def test_the_service_may_enter_every_folder_above_its_sealing_keys():
    """It opens them by itself, as gongjia; what lies in secrets/ systemd reads as root."""
    page = (ROOT / "docs" / "how-to" / "deploy.md").read_text()
    made = {}
    for options, folders in re.findall(r"^install -d ((?:-[ogm] \S+ )+)([^#\n]+)", page, re.M):
        made |= {folder: dict(re.findall(r"-([ogm]) (\S+)", options)) for folder in folders.split()}
    above = {str(folder): made[str(folder)] for folder in SEALING.parents if str(folder) in made}
    assert set(above) == {"/etc/gongjia", "/etc/gongjia/keys"}
    for folder, options in above.items():
        assert options.get("o") == "gongjia" or int(options["m"], 8) & 0o001, folder


def test_whoever_copies_everything_holds_no_key_and_whoever_holds_keys_copies_nothing():
    held = {path.stem: str([*unit["LoadCredential"], *unit.get("Environment", [])]) for path in UNITS
            for unit in [Unit(path).every]}  # fmt: skip
    for name in ("gongjia-archive", "gongjia-backup"):
        assert "KEY" not in held[name]
    for name in ("gongjia-web", "gongjia-worker", "gongjia-partners"):
        assert "REPLICATION_URL" not in held[name]
        assert "SEALING_KEYS_FILE" in held[name]  # looked at each time, so that `gongjia keys rotate` needs no restart


def test_a_command_at_the_machine_is_given_what_the_services_are_given(tmp_path):
    """The script of deploy.md, with a systemd-run that only says how it was called."""
    for name in ("SECRET_KEY", "DATABASE_URL"):
        (tmp_path / "etc" / "secrets").mkdir(parents=True, exist_ok=True)
        (tmp_path / "etc" / "secrets" / name).write_text("secret")
    script, stand_in = tmp_path / "gongjia", tmp_path / "systemd-run"
    script.write_text((DEPLOY / "gongjia").read_text().replace("/etc/gongjia", str(tmp_path / "etc")))
    stand_in.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    stand_in.chmod(0o755)

    def called(*words: str, **variables: str) -> list[str]:
        known = {"PATH": f"{tmp_path}:/usr/bin:/bin"} | variables
        done = subprocess.run(["/bin/sh", script, *words], env=known, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    said = called("appoint", "--title", "two words")
    assert said[-4:] == [PROGRAM, "appoint", "--title", "two words"]
    assert "--uid=gongjia" in said and f"--property=EnvironmentFile={tmp_path}/etc/environment" in said
    assert f"--setenv=SEALING_KEYS_FILE={tmp_path}/etc/keys/sealing" in said
    for name in ("SECRET_KEY", "DATABASE_URL"):
        assert f"--property=LoadCredential={name}:{tmp_path}/etc/secrets/{name}" in said
    assert f"--working-directory={CURRENT}" in said and "secret" not in said
    to_come = called("migrate", RELEASE="0.3")
    assert to_come[-2:] == [PROGRAM.replace("current", "0.3"), "migrate"]
    assert "--working-directory=/opt/gongjia/0.3" in to_come  # Python looks there first for the code


def test_the_example_environment_names_settings_and_no_secret():
    lines = (DEPLOY / "systemd" / "environment.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(given) - SETTINGS == {"PYTHONDONTWRITEBYTECODE"}
    assert not [name for name in given if "KEY" in name or (name.endswith("_URL") and name != "PUBLIC_URL")]
    Environment.model_validate({name: value for name, value in given.items() if name in SETTINGS})


def test_the_backup_comes_each_night():
    timer = Unit(DEPLOY / "systemd" / "gongjia-backup.timer")["Timer"]
    assert re.fullmatch(r"\*-\*-\* \d\d:\d\d:\d\d Asia/Shanghai", timer["OnCalendar"])
    assert timer["Persistent"] == "true"  # a machine that was off at night makes up for it


@pytest.mark.skipif(not analyze, reason="systemd-analyze is not on this machine; the tests above have read the units")
def test_systemd_itself_takes_the_units(tmp_path):
    for path in (DEPLOY / "systemd").glob("gongjia*"):
        (tmp_path / path.name).write_text(
            re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", path.read_text(), flags=re.M)
        )
    units = [str(path) for path in sorted(tmp_path.glob("gongjia*"))]
    checked = subprocess.run([analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    said = [line for line in checked.stderr.splitlines() if "gongjia" in line]
    assert not said, "\n".join(said)
    for path in UNITS:
        weighed = subprocess.run(
            [analyze, "security", "--offline=true", f"--threshold={EXPOSURE}", str(path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert weighed.returncode == 0, weighed.stdout.splitlines()[-1]


def directives(text: str) -> list[tuple[str, ...]]:
    """The words of each directive of an nginx file, blocks flattened; fails on braces that do not match."""
    text = re.sub(r"#[^\n]*", "", text)
    assert text.count("{") == text.count("}")
    outside_quotes = r'[;{}](?=(?:[^"]*"[^"]*")*[^"]*$)'
    found = [tuple(part.split()) for part in re.split(outside_quotes, text) if part.strip()]
    assert all(re.fullmatch(r"[a-z_]+", words[0]) for words in found), found
    return found


def test_the_proxy_ends_tls_sets_headers_and_keeps_machines_questions_inside():
    found = directives((DEPLOY / "nginx" / "gongjia.conf").read_text())
    assert ("ssl_protocols", "TLSv1.2", "TLSv1.3") in found
    assert ("add_header", "Strict-Transport-Security", '"max-age=31536000;', 'includeSubDomains"', "always") in found
    assert ("proxy_hide_header", "Strict-Transport-Security") in found
    assert ("proxy_set_header", "X-Forwarded-For", "$remote_addr") in found  # the last entry is believed
    assert ("proxy_set_header", "X-Forwarded-Proto", "https") in found
    unlogged = found.index(("access_log", "off"))
    assert found[unlogged - 1] == ("location", "~", "^/(concerns/anonymous|cases/mailbox)/")
    for address in ("/readyz", "/metrics"):
        assert ("location", "=", address) in found
    [limit] = [words[1] for words in found if words[0] == "client_max_body_size"]
    assert int(limit.rstrip("m")) > Environment().UPLOAD_LIMIT_MB
    log = next(" ".join(words) for words in found if words[0] == "log_format")
    assert not re.search(r"\$(request|request_uri|uri|args|query_string|http_referer)\b", log)


@pytest.mark.skipif(not nginx, reason="nginx is not on this machine; the test above has read its file")
def test_nginx_itself_takes_the_file(tmp_path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=union.example",
         "-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem"], check=True, capture_output=True,
    )  # fmt: skip
    text = (DEPLOY / "nginx" / "gongjia.conf").read_text()
    text = text.replace("/etc/ssl/gongjia", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; events {{}} http {{ {temporary} {text} }}")
    checked = subprocess.run([nginx, "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


COMPOSE = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "gongjia"}


def test_the_containers_are_bounded_and_their_secrets_are_files():
    assert set(OURS) == {"migrate", "web", "worker", "partners", "archive"}
    for name, service in OURS.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"] is True
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
        assert service["command"][0] in main.commands
        files = {
            key.removesuffix("_FILE"): value for key, value in service["environment"].items() if key.endswith("_FILE")
        }
        plain = set(service["environment"]) - {f"{key}_FILE" for key in files}
        assert set(files) | plain <= SETTINGS
        assert not {key for key in plain if "KEY" in key or "DATABASE" in key}
        assert {value.removeprefix("/run/secrets/") for value in files.values()} == set(service["secrets"])
    assert "secret_key" not in OURS["archive"]["secrets"]
    assert "replication_url" not in OURS["web"]["secrets"]
    assert [name for name in OURS if "owner_database_url" in OURS[name]["secrets"]] == ["migrate"]


def test_the_database_speaks_to_a_socket_alone_and_has_the_roles_of_the_walls():
    assert COMPOSE["services"]["db"]["network_mode"] == "none"
    assert all("socket:/var/run/postgresql" in service["volumes"] for service in COMPOSE["services"].values())
    made = re.findall(r"^CREATE ROLE (\w+)", (DEPLOY / "compose" / "roles.sh").read_text(), re.M)
    assert {"gongjia", APP, PLATFORM} <= set(made)


def test_every_secret_volume_and_dependency_is_declared():
    for service in COMPOSE["services"].values():
        assert set(service["secrets"]) <= set(COMPOSE["secrets"])
        assert set(service.get("depends_on", {})) <= set(COMPOSE["services"])
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (DEPLOY / "compose" / source).exists()
    assert all(port.startswith("127.0.0.1:") for port in OURS["web"]["ports"])  # only the proxy reaches it


def test_the_image_is_built_from_the_setup_of_everybody_and_does_not_run_as_root():
    text = (DEPLOY / "compose" / "Containerfile").read_text()
    assert "RUN bin/setup" in text
    assert re.findall(r"^USER (.+)$", text, re.M) == ["gongjia"]


@pytest.mark.parametrize("page", ["deploy", "upgrade", "restore", "rotate-keys", "outside-database"])
def test_the_pages_name_commands_and_settings_that_exist(page):
    text = (ROOT / "docs" / "how-to" / f"{page}.md").read_text()
    commands = set(
        re.findall(r"\bgongjia ([a-z]+(?:-[a-z]+)*)\b", "\n".join(re.findall(r"`[^`]+`|```.*?```", text, re.S)))
    )
    assert commands
    assert commands <= set(main.commands), commands - set(main.commands)
    named = set(re.findall(r"\b([A-Z]+(?:_[A-Z]+)+)=", text)) | set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", text))
    known = SETTINGS | {f"{name}_FILE" for name in SETTINGS} | {"CREDENTIALS_DIRECTORY", "PYTHONDONTWRITEBYTECODE"}
    assert named <= known, named - known
    for path in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (ROOT / "docs" / "how-to" / path).exists(), path
