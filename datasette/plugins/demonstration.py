"""Say on every page when the catalogue shown was not read from the real one."""

from datasette import hookimpl

OFFICIAL = "https://digitaliseringskataloget.dk"


@hookimpl
def extra_template_vars(datasette):
    """Give templates `demonstration`: where the data comes from, or None when it is real."""

    async def look():
        for database in datasette.databases.values():
            if "runs" not in await database.table_names():
                continue
            result = await database.execute(
                "SELECT base_url FROM runs WHERE verdict = 'good' AND base_url != ? "
                "ORDER BY id DESC LIMIT 1",
                [OFFICIAL],
            )
            if result.rows:
                return {"demonstration": result.rows[0]["base_url"]}
        return {"demonstration": None}

    return look
