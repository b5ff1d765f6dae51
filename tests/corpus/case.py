"""What a case of the corpus is, and the list of them."""
import dataclasses
import typing

import pki
import xades

PASSED, INDETERMINATE, FAILED = "TOTAL_PASSED", "INDETERMINATE", "TOTAL_FAILED"
UNSIGNED = "NONE"  # the command's word for a file in which there is no signature at all; its status is 1
BOTH = ("foreign", "narrow")
AT = "2026-06-01T12:00:00Z"


@dataclasses.dataclass
class Case:
    """One file judged under each of its profiles. `expect` is the set of indications allowed; `checks`, when given, are
    the numbers of which at least one must be reported (the guard the case was made for); `subs` the sub-indications
    allowed. `pair` names the positive from which this negative differs by its one fault. `also` looks at the report."""

    name: str
    data: typing.Any  # bytes, or a function that makes them
    expect: frozenset
    checks: frozenset = frozenset()
    subs: frozenset = frozenset()
    profiles: tuple = BOTH
    trust: str = "std"
    at: str = AT
    pair: str = ""
    ext: str = "xml"
    also: typing.Any = None
    signers: typing.Any = None  # entities whose signatures a second implementation must accept
    second: bool = True  # False: no other implementation reads this form
    only: bool = False  # the check is the only one that stops it
    mutate: bool = False  # a base of the mutation test

    def bytes(self):
        if callable(self.data):
            self.data = self.data()
        return self.data

    def passes(self):
        return self.expect == {PASSED}


CASES = {}


def _set(value):
    if value is None or value == "":
        return frozenset()
    if isinstance(value, (str, int)):
        return frozenset([str(value)])
    return frozenset(str(v) for v in value)


def _plans(plan):
    """bytes, a function, a Plan or several Plans."""
    if isinstance(plan, xades.Plan):
        return lambda: xades.sign(plan)
    if isinstance(plan, (list, tuple)):
        return lambda: xades.sign(*plan)
    return plan


def _add(case):
    if case.name in CASES:
        raise ValueError(f"two cases named {case.name}")
    CASES[case.name] = case
    return case


def good(name, plan=None, **more):
    """A document that must pass."""
    plan = plan if plan is not None else xades.Plan()
    if "signers" not in more:
        plans = plan if isinstance(plan, (list, tuple)) else [plan]
        more["signers"] = [p.signer or pki.world().ewa for p in plans if isinstance(p, xades.Plan)]
    return _add(Case(name, _plans(plan), frozenset([PASSED]), **more))


def bad(name, checks, plan, *, subs=None, expect=(FAILED,), **more):
    """A document that must not pass, and the check (or checks, any of them) that must say so."""
    return _add(Case(name, _plans(plan), _set(expect), checks=_set(checks), subs=_set(subs), **more))


def unproven(name, checks, plan, **more):
    """A document that cannot be proven, without being proven bad: the standard's INDETERMINATE."""
    return bad(name, checks, plan, expect=(INDETERMINATE,), **more)


def never(name, checks, plan, **more):
    """Must not pass; whether it is failed or indeterminate the standard leaves open."""
    return bad(name, checks, plan, expect=(FAILED, INDETERMINATE), **more)


def unsigned(name, plan, **more):
    """Not a signed file, as far as anyone can tell: failed, or said to be without a signature."""
    return bad(name, (), plan, expect=(FAILED, INDETERMINATE, UNSIGNED), **more)


def either(name, plan, *, also, **more):
    """The specification leaves the indication open; `also` says what must hold whatever it is."""
    return _add(Case(name, _plans(plan), frozenset([PASSED, FAILED, INDETERMINATE]), also=also, second=False, **more))
