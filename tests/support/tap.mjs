// TAP for tests written in JavaScript: run([["name", async () => {…}], …]) prints the cases and sets the exit status.
// A case fails by throwing; throw new Skip("why") leaves it out. story([…]): each case goes on where the one before ended,
// so after a failure the rest cannot be tried.

export class Skip extends Error {}

const comment = (text) => String(text).split('\n').map((line) => `# ${line}`).join('\n');

export async function run(cases) {
    let failed = 0;
    console.log(`1..${cases.length}`);
    for (const [i, [name, test]] of cases.entries()) {
        try {
            await test();
            console.log(`ok ${i + 1} - ${name}`);
        } catch (e) {
            if (e instanceof Skip) {
                console.log(`ok ${i + 1} - ${name} # SKIP ${e.message}`);
            } else {
                failed += 1;
                console.log(`not ok ${i + 1} - ${name}\n${comment(e.stack ?? e)}`);
            }
        }
    }
    process.exitCode = failed || !cases.length ? 1 : 0;
}

export function story(cases) {
    let broken = '';
    return run(cases.map(([name, test]) => [name, async () => {
        if (broken) {
            throw Object.assign(new Error(), { stack: `not tried: „${broken}” failed` });
        }
        try {
            await test();
        } catch (e) {
            broken = name;
            throw e;
        }
    }]));
}
