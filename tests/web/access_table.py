"""Who may open what: written by hand from what each role comes for, never from people/roles.py.

One line a route: method, path as the application writes it, and the letters of those who may. Whoever
is missing is asked to sign in (P) or refused. Adding a route means adding a line here, in the
pull request that adds it; test_access.py fails until it is there.

    P public, not signed in · L lender 金融机构 · S 中小企业 · C chain leader 链主企业
    O service officer 助企服务专员 · A authority 主管部门
"""

EVERYBODY = "P L S C O A"
MEMBERS = "L S C O A"

# What machines ask for without being anybody, and why no role can matter.
OPEN_TO_ALL = {
    "/api/v1/openapi.json": "the description of the interface is public",
    "/static": "style sheets, scripts, pictures",
    "/healthz": "a watchdog's question, answered even without a database",
    "/readyz": "a proxy's question, told apart from being alive",
    "/metrics": "counts and times, nothing of anybody",
}

ROUTES = [
    # the door and one's own account
    ("GET", "/login", EVERYBODY),
    ("POST", "/login", EVERYBODY),
    ("POST", "/logout", EVERYBODY),
    ("GET", "/account", MEMBERS),
    ("POST", "/account/password", MEMBERS),
    ("POST", "/account/others", MEMBERS),
    ("POST", "/account/keys", MEMBERS),
    ("POST", "/account/keys/{key_id}/revoke", MEMBERS),
    # users
    ("GET", "/users", "A"),
    ("GET", "/users/new", "A"),
    ("POST", "/users", "A"),
    ("GET", "/users/{user_id}", "A"),
    ("POST", "/users/{user_id}/password", "A"),
    ("POST", "/users/{user_id}/disable", "A"),
    ("POST", "/users/{user_id}/enable", "A"),
    # the same for programs
    ("GET", "/api/v1/me", MEMBERS),
    ("GET", "/api/v1/users", "A"),
    ("POST", "/api/v1/users", "A"),
    ("GET", "/api/v1/users/{user_id}", "A"),
    ("POST", "/api/v1/users/{user_id}/password", "A"),
    ("POST", "/api/v1/users/{user_id}/disable", "A"),
    ("POST", "/api/v1/users/{user_id}/enable", "A"),
    # firms
    ("GET", "/firms", "O A"),
    ("GET", "/firms/new", "O A"),
    ("POST", "/firms", "O A"),
    ("GET", "/firms/{firm_id}", EVERYBODY),
    ("POST", "/firms/{firm_id}/contacts", "S C O A"),
    ("GET", "/firms/{firm_id}/edit", "O A"),
    ("POST", "/firms/{firm_id}/edit", "O A"),
    ("GET", "/my/firm", MEMBERS),
    ("POST", "/my/firm", MEMBERS),
    ("GET", "/firms/merge", "A"),
    ("POST", "/firms/merge", "A"),
    ("POST", "/firms/merge/{merge_id}/undo", "A"),
    # the same for programs
    ("GET", "/api/v1/firms", "O A"),
    ("POST", "/api/v1/firms", "O A"),
    ("GET", "/api/v1/firms/{firm_id}", EVERYBODY),
    ("PUT", "/api/v1/firms/{firm_id}", MEMBERS),
    ("GET", "/api/v1/firms/{firm_id}/form", MEMBERS),
    ("POST", "/api/v1/firms/{firm_id}/contacts", "S C O A"),
    ("GET", "/api/v1/merges", "A"),
    ("GET", "/api/v1/merges/preview", "A"),
    ("POST", "/api/v1/merges", "A"),
    ("POST", "/api/v1/merges/{merge_id}/undo", "A"),
    # lists on their way in, for programs
    ("GET", "/api/v1/imports", "S C O A"),
    ("POST", "/api/v1/imports", "S C O A"),
    ("GET", "/api/v1/imports/{import_id}", "S C O A"),
    ("GET", "/api/v1/imports/{import_id}/preview", "S C O A"),
    ("GET", "/api/v1/imports/{import_id}/faults", "S C O A"),
    ("POST", "/api/v1/imports/{import_id}/confirm", "S C O A"),
    ("POST", "/api/v1/imports/{import_id}/abandon", "S C O A"),
    ("POST", "/api/v1/imports/{import_id}/undo", "S C O A"),
    # needs and supplies
    ("GET", "/needs/{listing_id}", EVERYBODY),
    ("GET", "/supplies/{listing_id}", EVERYBODY),
    ("GET", "/my/needs", "S C O A"),
    ("GET", "/my/supplies", "S C O A"),
    ("GET", "/needs/new", "S C O A"),
    ("POST", "/needs/new", "S C O A"),
    ("GET", "/supplies/new", "S C O A"),
    ("POST", "/supplies/new", "S C O A"),
    ("GET", "/needs/{listing_id}/edit", "S C O A"),
    ("POST", "/needs/{listing_id}/edit", "S C O A"),
    ("GET", "/supplies/{listing_id}/edit", "S C O A"),
    ("POST", "/supplies/{listing_id}/edit", "S C O A"),
    ("POST", "/needs/{listing_id}/close", "S C O A"),
    ("POST", "/supplies/{listing_id}/close", "S C O A"),
    ("POST", "/needs/{listing_id}/renew", "S C O A"),
    ("POST", "/supplies/{listing_id}/renew", "S C O A"),
    ("GET", "/needs/{need_id}/matches", "S C O A"),
    ("POST", "/needs/{need_id}/marks", "S C O A"),
    ("GET", "/needs/{need_id}/compare", "S C O A"),
    ("GET", "/my/opportunities", "S C O A"),
    ("GET", "/review", "A"),
    ("POST", "/review", "A"),
    # the front door, help
    ("GET", "/", EVERYBODY),
    ("GET", "/help", EVERYBODY),
    ("GET", "/glossary", EVERYBODY),
    # search
    ("GET", "/search", EVERYBODY),
    ("GET", "/saved", MEMBERS),
    ("POST", "/saved", MEMBERS),
    ("POST", "/saved/{saved_id}/look", MEMBERS),
    ("POST", "/saved/{saved_id}/mute", MEMBERS),
    ("POST", "/saved/{saved_id}/delete", MEMBERS),
    ("GET", "/synonyms", "A"),
    ("POST", "/synonyms", "A"),
    ("POST", "/synonyms/{group_id}", "A"),
    ("POST", "/synonyms/{group_id}/delete", "A"),
    ("GET", "/unmet", "O A"),
    ("POST", "/unmet/{unmet_id}/dismiss", "O A"),
    ("GET", "/api/v1/search", EVERYBODY),
    ("GET", "/api/v1/saved-searches", MEMBERS),
    ("POST", "/api/v1/saved-searches", MEMBERS),
    ("POST", "/api/v1/saved-searches/{saved_id}/look", MEMBERS),
    ("POST", "/api/v1/saved-searches/{saved_id}/mute", MEMBERS),
    ("DELETE", "/api/v1/saved-searches/{saved_id}", MEMBERS),
    ("GET", "/api/v1/synonyms", "A"),
    ("POST", "/api/v1/synonyms", "A"),
    ("GET", "/api/v1/synonyms/{group_id}", "A"),
    ("PUT", "/api/v1/synonyms/{group_id}", "A"),
    ("DELETE", "/api/v1/synonyms/{group_id}", "A"),
    ("GET", "/api/v1/unmet", "O A"),
    ("POST", "/api/v1/unmet/{unmet_id}/dismiss", "O A"),
    # lists on their way in
    ("GET", "/imports", "S C O A"),
    ("GET", "/imports/new", "S C O A"),
    ("POST", "/imports", "S C O A"),
    ("GET", "/imports/{import_id}", "S C O A"),
    ("GET", "/imports/{import_id}/progress", "S C O A"),
    ("POST", "/imports/{import_id}/confirm", "S C O A"),
    ("POST", "/imports/{import_id}/abandon", "S C O A"),
    ("POST", "/imports/{import_id}/undo", "S C O A"),
    # two files in, matches out
    ("GET", "/match", EVERYBODY),
    ("POST", "/runs", EVERYBODY),
    ("POST", "/runs/demo", EVERYBODY),
    ("GET", "/demo/{which}", EVERYBODY),
    ("GET", "/runs/{run_id}", EVERYBODY),
    ("GET", "/runs/{run_id}/progress", EVERYBODY),
    ("GET", "/runs/{run_id}/workbook.xlsx", EVERYBODY),
    ("GET", "/runs/{run_id}/compare", EVERYBODY),
    ("GET", "/runs/{run_id}/connections", EVERYBODY),
    ("GET", "/runs/{run_id}/firms", EVERYBODY),
    ("GET", "/runs/{run_id}/gaps", EVERYBODY),
    ("GET", "/runs/{run_id}/rows", EVERYBODY),
    # the same for programs
    ("POST", "/api/v1/runs", EVERYBODY),
    ("GET", "/api/v1/runs/{run_id}", EVERYBODY),
    ("GET", "/api/v1/runs/{run_id}/demands", EVERYBODY),
    ("GET", "/api/v1/runs/{run_id}/suppliers", EVERYBODY),
    ("GET", "/api/v1/runs/{run_id}/opportunities", EVERYBODY),
    ("GET", "/api/v1/runs/{run_id}/connections", EVERYBODY),
    ("GET", "/api/v1/runs/{run_id}/gaps", EVERYBODY),
    ("GET", "/api/v1/runs/{run_id}/rows", EVERYBODY),
    ("GET", "/api/v1/runs/{run_id}/workbook.xlsx", EVERYBODY),
    ("GET", "/api/v1/docs", EVERYBODY),
]

# What stands in a path's places, where "nothing-here" would not even be read as one.
PLACES = {"which": "demands"}
