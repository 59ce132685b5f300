# Sourced by the other scripts, behind environment.sh: a MediaWiki with PHP, and a browser.

has_mediawiki() {
    local modules module
    [[ -f ${GLAMBOT_MEDIAWIKI:-/usr/share/mediawiki}/maintenance/install.php ]] || return
    modules=$(php -m 2>/dev/null) || return
    for module in apcu intl mbstring pdo_sqlite xml; do
        grep -qix -- "$module" <<<"$modules" || return
    done
}

has_browser() {
    command -v chromium || command -v chromium-browser || command -v google-chrome || command -v google-chrome-stable
} >/dev/null

install_packages() { # install_packages [mediawiki] [browser]: what of these is missing; false if it still is
    local what packages=() missing=()
    for what in "$@"; do
        "has_$what" || missing+=("$what")
    done
    if ((${#missing[@]} == 0)); then
        return
    fi
    if ((EUID != 0)) || ! grep -qsx 'ID=debian' /etc/os-release; then
        note "Missing here: ${missing[*]}. Only root on Debian gets it from this script: see scripts/lib/packages.sh."
        return 1
    fi
    for what in "${missing[@]}"; do
        case $what in
            mediawiki)
                # micro-httpd and php-cgi stand for "a web server" and "php"; named first, they keep Apache out.
                [[ -n ${GLAMBOT_MEDIAWIKI:-} ]] || packages+=(micro-httpd php-cgi mediawiki)
                packages+=(php-cli php-sqlite3 php-mbstring php-xml php-intl php-apcu php-curl diffutils)
                ;;
            browser) packages+=(chromium fonts-dejavu-core) ;;
        esac
    done
    printf '\n== apt-get install %s ==\n' "${packages[*]}"
    if ! apt_get update || ! apt_get install -y --no-install-recommends "${packages[@]}"; then
        note "apt-get failed, see above."
        return 1
    fi
}

apt_get() {
    PATH="$PATH:/usr/sbin:/sbin" DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@"
}
