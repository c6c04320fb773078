#!/usr/bin/env bash
# Prints the migrations folder of a rollout as ConfigMaps: one for plan.json, one for each phase that has files, and one for phasegate.toml where that lies beside
# the folder: configmaps.sh NAME [FOLDER] | kubectl apply -f -
# A ConfigMap may hold 1 MiB (Kubernetes, "ConfigMaps": 1 MiB); a phase that is larger is refused here: bake such a folder into an image.
set -euo pipefail
name=${1:?name of the rollout, for the names of the ConfigMaps} folder=${2:-migrations}
limit=1000000  # bytes of files: what is left of 1 MiB is for names and metadata

config_map() {  # NAME FILE…
  local map=$1 size=0 file
  shift
  for file in "$@"; do size=$((size + $(wc -c <"$file"))); done
  if [ "$size" -gt "$limit" ]; then
    echo "configmaps.sh: $map would hold $size bytes, and a ConfigMap takes 1 MiB: bake the folder into an image instead" >&2
    exit 1
  fi
  printf -- '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\ndata:\n' "$map"
  for file in "$@"; do
    printf '  "%s": |2+\n' "$(basename "$file")"
    sed 's/^/    /' "$file"
  done
}

config_map "$name-plan" "$folder/plan.json"
for phase in expand backfill validate contract undo; do
  files=("$folder/$phase"/*)
  [ -e "${files[0]}" ] || continue   # a phase without files; planning again may leave its folder empty
  config_map "$name-$phase" "${files[@]}"
done
settings=$(dirname "$folder")/phasegate.toml
[ ! -f "$settings" ] || config_map "$name-settings" "$settings"
