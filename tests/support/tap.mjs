// TAP for tests written in JavaScript: run([["name", async () => {…}], …]) prints the cases and sets the exit status.
// A case fails by throwing; throw new Skip("why") leaves it out.

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
