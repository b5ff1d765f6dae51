"""All cases: importing this makes the list CASES complete."""
import cases_cert  # noqa: F401
import cases_container  # noqa: F401
import cases_crypto  # noqa: F401
import cases_good  # noqa: F401
import cases_input  # noqa: F401
import cases_person  # noqa: F401
import cases_reference  # noqa: F401
import cases_shape  # noqa: F401
import cases_stamp  # noqa: F401
import cases_wrap  # noqa: F401
from case import CASES  # noqa: F401
