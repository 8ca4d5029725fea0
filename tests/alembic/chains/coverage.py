"""Which operations and parameters of alembic.op the chains called."""
import ast
import collections
import inspect

from alembic.operations import BatchOperations, Operations

# Of op: what registers, runs or looks up operations, and is no operation; and what has nothing to do with a chain.
NO_OPERATIONS = {"context", "create_module_class_proxy", "implementation_for", "invoke", "register_operation", "run_async"}
SIGNATURES = {"op": Operations, "batch_op": BatchOperations}
ONLY_POSTGRESQL = {"create_exclude_constraint"}
ONLY_BATCH_ON_SQLITE = {"create_unique_constraint", "create_check_constraint", "create_foreign_key", "create_primary_key",
                        "drop_constraint", "create_table_comment", "drop_table_comment"}


def operations(database):
    """Operations of op that a run has to have called, there or in a batch."""
    found = {name for name, _ in inspect.getmembers(Operations, callable) if not name.startswith("_")} - NO_OPERATIONS
    return found - (set() if database == "postgresql" else ONLY_POSTGRESQL)


def calls(source):
    """(operation, parameter) pairs of a script."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            yield from parameters(node)


def parameters(node):
    owner, name = node.func.value.id, node.func.attr
    if owner not in SIGNATURES:
        return
    yield f"{owner}.{name}"
    positional = list(inspect.signature(getattr(SIGNATURES[owner], name)).parameters.values())[1:]
    for index, _ in enumerate(node.args):
        yield f"{owner}.{name}({positional[min(index, len(positional) - 1)].name})"
    for keyword in node.keywords:
        yield f"{owner}.{name}({keyword.arg})"


def count(sources):
    return collections.Counter(pair for source in sources for pair in calls(source))


def missing(counted, database):
    return sorted(name for name in operations(database) if not counted[f"op.{name}"] and not counted[f"batch_op.{name}"])
