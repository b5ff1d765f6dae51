#!/bin/sh
# machine.sh FOLDER: a systemd of its own as process 1 of new namespaces, over a copy of this machine's root that is
# written to FOLDER only. It has its own processes, network, folders of run time and control groups; nothing outside
# is changed. Its end is the end of everything in it.
set -e
folder=$1
mkdir -p "$folder/upper" "$folder/work" "$folder/root" "$folder/cgroup"
mount -t cgroup2 cgroup2 "$folder/cgroup"
group=$folder/cgroup/eurzad-boot-$$
mkdir "$group"
# shellcheck disable=SC2016
setpriv --pdeathsig KILL sh -e -c 'echo $$ >"$2/cgroup.procs"
exec unshare --fork --pid --mount --uts --ipc --net --cgroup --propagation private setpriv --pdeathsig KILL "$0" "$1"
' "$(dirname "$0")/root.sh" "$folder" "$group" || :
find "$group" -depth -type d -exec rmdir {} +
