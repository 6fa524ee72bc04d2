"""Other TAXII servers with the same objects, each from its own package in an environment of its own."""

import json
import os
import random
import subprocess
import tempfile
import venv
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import psycopg
from psycopg.conninfo import conninfo_to_dict

from bench import threats
from bench.community import database
from bench.postbox import ROOT
from bench.served import free_port, wait_until_it_answers

API_ROOT, COLLECTION = UUID(int=1, version=4), UUID(int=2, version=4)
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
MEDIA_TYPE = "application/taxii+json;version=2.1"
NAMED = "kring_bench_opentaxii"
OPEN_TAXII = """
domain: "{domain}"
auth_api:
  class: opentaxii.auth.sqldb.SQLDatabaseAPI
  parameters: {{db_connection: "sqlite:///{folder}/auth.db", create_tables: yes, secret: bench, token_ttl_secs: 3600}}
taxii1:
taxii2:
  title: bench
  public_discovery: true
  allow_custom_properties: true
  max_content_length: 100000000
  persistence_api:
    class: opentaxii.persistence.sqldb.Taxii2SQLDatabaseAPI
    parameters: {{db_connection: "{database}", create_tables: yes}}
logging: {{opentaxii: error, root: error}}
"""
Running = Iterator[tuple[int, dict[str, str]]]


class Unavailable(Exception):
    """It cannot be measured, with the sentence that says why."""


def _environment(name: str, *packages: str) -> Path:
    """The folder of the programs of a package, installed once."""
    folder = Path(os.environ.get("KRING_HOME") or ROOT / ".kring").absolute() / "bench" / name
    if not (folder / "installed").exists():
        print(f"  installing {', '.join(packages)} in {folder}", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages]
        if subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode:
            raise Unavailable(f"{packages[0]} could not be installed")
        (folder / "installed").touch()
    return folder / "bin"


@contextmanager
def _running(command: list[str], port: int, environment: dict[str, str], headers: dict[str, str]) -> Running:
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/taxii2/", {"Accept": MEDIA_TYPE, **headers})
        yield port, headers
    except TimeoutError as why:
        raise Unavailable(str(why)) from None
    finally:
        process.terminate()
        process.wait()


def _added(number: int) -> datetime:
    """When the n-th object was added: a second after the one before."""
    return BEGAN + timedelta(seconds=number)


def _since(path: str, chance: random.Random, objects: int, size: int) -> str:
    after = _added(chance.randrange(objects - size - 1))
    return f"{path}?limit={size}&added_after={after:%Y-%m-%dT%H:%M:%S.%fZ}"


class Medallion:
    """The reference server of OASIS, with all it has in memory."""

    name = "medallion 3.0.0"

    def __init__(self, objects: int) -> None:
        self.objects = objects

    def page(self, chance: random.Random, size: int) -> str:
        """The path of a page from anywhere."""
        return _since(f"/bench/collections/{COLLECTION}/objects/", chance, self.objects, size)

    @contextmanager
    def running(self) -> Running:
        """Its port, and what to say to be let in."""
        programs, port = _environment("medallion", "medallion==3.0.0"), free_port()
        with tempfile.TemporaryDirectory(prefix="kring-medallion-") as made:
            data, configuration = Path(made) / "data.json", Path(made) / "configuration.json"
            data.write_text(json.dumps(self._data()))
            backend = {"module": "medallion.backends.memory_backend", "module_class": "MemoryBackend"}
            configuration.write_text(
                json.dumps(
                    {
                        "backend": {**backend, "filename": str(data)},
                        "users": {"bench": "bench"},
                        "taxii": {"max_page_size": 1_000},
                    }
                )
            )
            command = [str(programs / "medallion"), "--port", str(port), str(configuration)]
            shown = {"Authorization": f"Basic {b64encode(b'bench:bench').decode()}"}
            with _running(command, port, {}, shown) as found:
                yield found

    def _data(self) -> dict[str, object]:
        kept = [json.loads(one.under(stix_id)) for one, stix_id in threats.objects(3, self.objects)]
        manifest = [
            {
                "id": one["id"],
                "date_added": f"{_added(number):%Y-%m-%dT%H:%M:%S.%fZ}",
                "version": one.get("modified") or one["created"],
                "media_type": "application/stix+json;version=2.1",
            }
            for number, one in enumerate(kept)
        ]
        collection = {
            "id": str(COLLECTION),
            "title": "bench",
            "can_read": True,
            "can_write": True,
            "media_types": ["application/stix+json;version=2.1"],
            "objects": kept,
            "manifest": manifest,
        }
        information = {
            "title": "bench",
            "versions": [MEDIA_TYPE],
            "max_content_length": 1 << 24,
        }
        return {
            "/discovery": {"title": "bench", "api_roots": ["/bench/"]},
            "bench": {"information": information, "status": [], "collections": [collection]},
        }


class OpenTaxii:
    """EclecticIQ's server, on the same PostgreSQL, with one process of gunicorn."""

    name = "OpenTAXII 0.9.3"

    def __init__(self, objects: int, owner: str) -> None:
        self.objects = objects
        self._owner = owner

    def page(self, chance: random.Random, size: int) -> str:
        """The path of a page from anywhere."""
        return _since(f"/taxii2/{API_ROOT}/collections/{COLLECTION}/objects/", chance, self.objects, size)

    @contextmanager
    def running(self) -> Running:
        """Its port; nothing has to be said to be let in."""
        programs = _environment("opentaxii", "opentaxii==0.9.3", "sqlalchemy<2.1", "psycopg2-binary", "gunicorn")
        with tempfile.TemporaryDirectory(prefix="kring-opentaxii-") as made, database(self._owner, NAMED) as owner:
            parts, port = conninfo_to_dict(owner), free_port()
            query = urlencode({name: value for name, value in parts.items() if name in {"host", "port", "password"}})
            configuration = Path(made) / "configuration.yml"
            configuration.write_text(
                OPEN_TAXII.format(
                    folder=made, database=f"postgresql://{parts['user']}@/{NAMED}?{query}", domain=f"127.0.0.1:{port}"
                )
            )
            command = [str(programs / "gunicorn"), "-w1", "-b", f"127.0.0.1:{port}", "opentaxii.http:app"]
            given = {"OPENTAXII_CONFIG": str(configuration), "HOME": made}
            with _running(command, port, given, {}) as found:
                with psycopg.connect(owner) as connection:
                    self._fill(connection)
                yield found

    def _fill(self, connection: psycopg.Connection) -> None:
        connection.execute(
            'INSERT INTO opentaxii_api_root (id, "default", title, is_public) VALUES (%s, true, %s, true)',
            [API_ROOT, "bench"],
        )
        connection.execute(
            "INSERT INTO opentaxii_collection (id, api_root_id, title, is_public, is_public_write)"
            " VALUES (%s, %s, %s, true, true)",
            [COLLECTION, API_ROOT, "bench"],
        )
        with connection.cursor().copy(
            "COPY opentaxii_stixobject (pk, id, collection_id, type, spec_version, date_added, version, serialized_data)"
            " FROM STDIN"
        ) as copy:
            for number, (one, stix_id) in enumerate(threats.objects(3, self.objects)):
                kept = json.loads(one.under(stix_id))
                rest = {name: value for name, value in kept.items() if name not in {"id", "type", "spec_version"}}
                row = UUID(int=number + 1), stix_id, COLLECTION, one.type, one.spec_version
                copy.write_row((*row, _added(number), _added(number), json.dumps(rest)))
        connection.execute("ANALYZE opentaxii_stixobject")
