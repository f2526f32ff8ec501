"""CPython as a peer: the policies as they stand, run in the ways in which a host of Python runs them.

    peer.py check | time [--quick] | memory   [WORKLOAD ...]

    full     the function compiled once; the request built from plain data, the function called
    compile  the text made into a function, under the name `handler` as authentik wraps it
    anew     what authentik does at each evaluation: wrap, compile, execute
"""

import gc
import json
import re
import sys
import time
from ipaddress import ip_address, ip_network
from pathlib import Path
from statistics import median
from textwrap import indent
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parent.parent
DATA = json.loads((ROOT / "request.json").read_text())
NETWORKS = [ip_network(text) for text in DATA["networks"]]
WORKLOADS = "P1 P2 P3 P3inline P4 P5 P6 P7fib P7loop P8 P9 P10".split()
KEPT, WARM = 10_000, 100


def text_of(name):
    return (ROOT / "policies" / f"{name}.policy").read_text()


def source(workload):
    """The functions beside the policy, and its body."""
    if workload == "P10":
        block = text_of("P10.block")
        blocks = "".join(block.replace("{i}", str(number)) for number in range(100))
        return "", f"score = 0\n{blocks}return score == 0\n"
    functions = ROOT / "policies" / f"{workload}.functions.policy"
    return functions.read_text() if functions.exists() else "", text_of(workload)


def wrap(body):
    return "def handler(request):\n" + indent(body, "    ")


def function(text, names):
    exec(compile(text, "policy", "exec"), names)
    return names["handler"]


class Policy:
    """A policy with the names it sees and the messages it says."""

    def __init__(self, functions, body):
        self.messages = []
        self.names = {
            "ak_message": self.messages.append,
            "ip_address": ip_address,
            "ip_network": ip_network,
            "regex_match": lambda value, regex: re.search(regex, value) is not None,
            "NETWORKS": NETWORKS,
        }
        self.wrapped = functions + wrap(body)
        self.called = self.wrapped + "\nresult = handler(request)"
        self.handler = self.compile()

    def compile(self):
        return function(self.wrapped, self.names)

    def said(self):
        messages = self.messages[:]
        self.messages.clear()
        return messages

    def full(self, tree):
        return bool(self.handler(request(tree))), self.said()

    def anew(self, tree):
        names = {**self.names, "request": request(tree)}
        exec(compile(self.called, "policy", "exec"), names)
        return bool(names["result"]), self.said()


def request(tree):
    """The objects that a policy reads, from plain data."""
    user, visit = SimpleNamespace(**tree["user"]), SimpleNamespace(**tree["obj"])
    user.attributes, user.groups = dict(user.attributes), list(user.groups)
    visit.headers = dict(visit.headers)
    return SimpleNamespace(user=user, context=dict(tree["context"]), obj=visit)


def tree_of(workload):
    tree = json.loads(json.dumps(DATA["request"]))
    if workload == "P5":
        tree["context"]["items"] = DATA["items"]
    if workload == "P6":
        tree["user"]["attributes"] = DATA["attributes"]
    return tree


def decide(ask, tree, policies):
    """Twenty bindings of which any is enough: all are asked."""
    member_of, answers, messages = tree["user"]["groups"], [], []
    for group, policy in zip(DATA["groups"], policies):
        answers.append(group in member_of)
        passing, said = ask(policy)
        answers.append(passing)
        messages += said
    return any(answers), messages


def calls(workload):
    """What is measured of a workload: the metric and the call."""
    tree = tree_of(workload)
    if workload == "P9":
        policies = [Policy("", text_of(f"P9_{number}")) for number in range(10)]

        def full():
            made = request(tree)
            return decide(lambda one: (bool(one.handler(made)), one.said()), tree, policies)

        return {
            "full": full,
            "anew": lambda: decide(lambda one: one.anew(tree), tree, policies),
        }
    policy = Policy(*source(workload))
    return {
        "full": lambda: policy.full(tree),
        "anew": lambda: policy.anew(tree),
        "compile": policy.compile,
    }


def batch(turns, call):
    start = time.thread_time_ns()
    for _ in range(turns):
        call()
    return (time.thread_time_ns() - start) / turns


def measure(call, batches, nanos, total):
    call()
    turns, one = 1, 1.0
    while turns < 1 << 24:
        one = max(batch(turns, call), 0.1)
        if one * turns > nanos / 4:
            break
        turns *= 2
    turns = max(1, int(nanos / one))
    count = min(batches, max(3, int(total / (one * turns))))
    return sorted(batch(turns, call) for _ in range(count))


def answer(workload, **row):
    print(json.dumps({"workload": workload, **row}), flush=True)


def check(workload):
    if workload not in WORKLOADS:
        answer(workload, skipped="the same as P2")
        return
    ways = calls(workload)
    passing, messages = ways["full"]()
    if ways["anew"]() != (passing, messages):
        answer(workload, error="compiled anew it answers otherwise")
        return
    answer(workload, passing=passing, messages=messages)


def measure_all(workload, effort):
    for metric, call in calls(workload).items():
        times = measure(call, *effort)
        answer(workload, metric=metric, median=median(times), quietest=times[0])


def resident():
    import resource

    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * resource.getpagesize()


def weigh():
    small = text_of("small")
    names = Policy("", "return True").names
    keep = lambda number: function(wrap(small.replace("{i}", str(number))), names)

    first = keep(0)
    idle = resident()
    warm = [keep(number) for number in range(1, WARM)]
    gc.collect()
    before = resident()
    kept = [keep(number) for number in range(WARM, WARM + KEPT)]
    after = resident()
    each = (after - before) / KEPT
    answer("", metric="memory", idle=idle, policy=each, total=after)
    return first, warm, kept


def main():
    command, *rest = sys.argv[1:] or [""]
    quick = "--quick" in rest
    workloads = [name for name in rest if name != "--quick"] or WORKLOADS
    if command == "check":
        for workload in workloads:
            check(workload)
    elif command == "time":
        effort = (5, 1e6, 5e7) if quick else (25, 4e6, 3e8)
        for workload in workloads:
            measure_all(workload, effort)
    elif command == "memory":
        weigh()
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
