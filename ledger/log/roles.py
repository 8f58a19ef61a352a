"""The roles of a ledger on a server, as SQL for its owner to run: who writes, reads, makes the views."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.log.address import Address

WRITER, READER = "_writer", "_reader"
"""What the names of the roles add to that of the schema; the role of the views is called as their schema."""

ROLES = """-- Run this once as the owner of the schema {schema}, who may create roles; it can be run again.
DO $$ BEGIN
  CREATE ROLE {reader} NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN
  CREATE ROLE {writer} NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN
  CREATE ROLE {views} NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;

-- The log: read it, append to it, move its head.
REVOKE ALL ON SCHEMA {schema} FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC;
GRANT USAGE ON SCHEMA {schema} TO {reader}, {writer};
GRANT SELECT ON {schema}.ledger, {schema}.entries, {schema}.tiles, {schema}.head TO {reader}, {writer};
GRANT INSERT ON {schema}.entries, {schema}.tiles TO {writer};
GRANT UPDATE ON {schema}.head TO {writer};

-- What is derived: a schema and a role of its own, which every writer may take. It is made anew when asked.
GRANT {views} TO {writer}, CURRENT_USER;
DROP SCHEMA IF EXISTS {views} CASCADE;
CREATE SCHEMA {views} AUTHORIZATION {views};

-- Then, for each person:  CREATE ROLE name LOGIN PASSWORD '…' IN ROLE {writer};
-- or, for who only reads:  CREATE ROLE name LOGIN PASSWORD '…' IN ROLE {reader};
"""


def roles(place: Address) -> str:
    """The SQL for the ledger at ``place``."""
    schema = place.schema
    return ROLES.format(schema=schema, writer=schema + WRITER, reader=schema + READER,
                        views=place.views.schema)  # fmt: skip
