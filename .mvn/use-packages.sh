# Read by ./verify: programs that tests run and Maven does not bring. They are installed where we are root of a Debian; elsewhere
# the tests are told which are missing, and those that need one are aborted instead of failing.

errand_missing_packages() { # names of Debian packages, separated by blanks
    missing=
    [ -x /usr/sbin/mariadbd ] || missing="$missing mariadb-server"
    [ -x /usr/sbin/nft ] || missing="$missing nftables"
    [ -x /usr/sbin/ip ] || [ -x /sbin/ip ] || [ -x /usr/bin/ip ] || missing="$missing iproute2"
    [ -n "$(find /usr/lib/*/faketime/libfaketimeMT.so.1 2>/dev/null)" ] || missing="$missing libfaketime"
    [ -n "${ERRAND_CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
        || command -v google-chrome >/dev/null || missing="$missing chromium"
    /usr/bin/python3 -c 'import openpyxl' 2>/dev/null || python3 -c 'import openpyxl' 2>/dev/null \
        || missing="$missing python3-openpyxl"
    command -v soffice >/dev/null || missing="$missing libreoffice-calc"
    command -v pdftoppm >/dev/null || missing="$missing poppler-utils"
    echo "$missing"
}

errand_use_packages() {
    missing=$(errand_missing_packages)
    if [ -n "$missing" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        # A runlevel of maintenance, so that no server is started but those of the tests
        { apt-get -qq update && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
            apt-get -qq install --no-install-recommends $missing; } >/dev/null 2>&1 || true
        missing=$(errand_missing_packages)
    fi
    if [ -n "$missing" ]; then
        echo "verify: not tested is what needs these packages, which are missing and could not be installed:$missing" >&2
        export ERRAND_NOT_INSTALLED="$missing"
    fi
}
