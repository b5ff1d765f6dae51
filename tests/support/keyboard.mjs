// The keyboard alone: where Tab leads, whether the focus shows, and that a summary of faults leads to its fields.
import assert from 'node:assert/strict';

// What stands out when the focus is on an element: an outline or a ring of its own or of ::after.
function focusShows() {
    const e = document.activeElement;
    const rings = [getComputedStyle(e), getComputedStyle(e, '::after')].some((s) =>
        (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none');
    const box = e.getBoundingClientRect();
    return rings && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}

// Goes on with Tab alone from where the focus is. Returns what had the focus, in order, until the named one.
export async function tabTo(person, wanted) {
    const { page } = person;
    const passed = [];
    for (let presses = 0; presses < 200; presses++) {
        await page.keyboard.press('Tab');
        const name = await page.evaluate(() => {
            const e = document.activeElement;
            return e === document.body ? '' : e.id || e.textContent.trim() || e.name || e.tagName;
        });
        if (!name) {
            continue; // in the browser's own bars
        }
        assert.ok(await page.evaluate(focusShows), `the focus does not show on „${name}” of ${person.path}`);
        passed.push(name);
        if (name === wanted) {
            return passed;
        }
    }
    throw new Error(`Tab never reaches „${wanted}” on ${person.path}: ${passed.join(', ')}`);
}

// An error page: the summary has the focus and each of its links leads to the field it names.
export async function summaryLeads(person, ...fields) {
    const { page } = person;
    assert.equal(await page.evaluate(() => document.activeElement.id), 'summary');
    assert.match(await page.title(), /^Błąd: /);
    const links = page.locator('#summary a');
    assert.deepEqual(await links.evaluateAll((all_) => all_.map((a) => a.hash.slice(1))), fields);
    for (const [i, field] of fields.entries()) {
        await links.nth(i).focus();
        await page.keyboard.press('Enter');
        const focus = await page.evaluate(() => ({
            id: document.activeElement.id, described: document.activeElement.getAttribute('aria-describedby'),
            group: document.activeElement.closest('fieldset')?.getAttribute('aria-describedby'),
        }));
        assert.equal(focus.id, field);
        assert.ok(`${focus.described} ${focus.group}`.includes('-fault'), `${field} is not tied to its fault`);
    }
}
