# Read by ./demo and ./verify: points JAVA_HOME at a JDK of at least 21, the newest there is unless it is one already.

errand_java_version() { # <home>: its feature version, or 0 if it is no JDK
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    echo "${version:-0}"
}

errand_use_jdk() { # <least version>
    if [ -n "${JAVA_HOME:-}" ] && [ "$(errand_java_version "$JAVA_HOME")" -ge "$1" ]; then
        return 0
    fi
    newest=0
    on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for home in "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
        version=$(errand_java_version "$home")
        if [ "$version" -ge "$1" ] && [ "$version" -gt "$newest" ]; then
            newest=$version
            JAVA_HOME=$home
        fi
    done
    if [ "$newest" -eq 0 ]; then
        echo "Errand needs a JDK of version $1 or newer, and none was found: install one (https://adoptium.net) or set JAVA_HOME to it." >&2
        exit 1
    fi
    export JAVA_HOME
}
