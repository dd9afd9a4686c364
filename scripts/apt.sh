# To be sourced: `apt_install PACKAGE...` installs Debian packages where we may, and fails quietly where we may not.

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

apt_install() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null || return 1
    as_root apt-get update -qq >/dev/null 2>&1 || true # an old list of packages may still do
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 </dev/null
}
