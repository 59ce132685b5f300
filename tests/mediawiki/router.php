<?php
// Answers for `php -S`: only what a visitor of a wiki needs, never maintenance/, includes/ or the like.
// The built-in server itself finds the file again when a router returns false.

$path = explode( '?', $_SERVER['REQUEST_URI'], 2 )[0];
$decoded = rawurldecode( $path );

$refuse = static function (): bool {
	http_response_code( 404 );
	header( 'Content-Type: text/plain; charset=utf-8' );
	echo "Not served: only api.php, index.php, load.php, rest.php, /wiki/ and the files of resources/ and skins/ are.\n";
	return true;
};

// The server resolves dots after this script has run, so a path with them could lead elsewhere.
if ( preg_match( '#(^|[/\\\\])\.{1,2}([/\\\\]|$)|\x00#', $decoded ) ) {
	return $refuse();
}

if ( preg_match( '#^/(api|load)\.php$|^/(index|rest)\.php(/|$)#', $path ) ) {
	return false;
}

if ( $path === '/' || str_starts_with( $path, '/wiki/' ) ) {
	// MediaWiki reads the title from REQUEST_URI by $wgArticlePath.
	$_SERVER['SCRIPT_NAME'] = '/index.php';
	$_SERVER['PHP_SELF'] = '/index.php';
	$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . '/index.php';
	unset( $_SERVER['PATH_INFO'] );
	chdir( $_SERVER['DOCUMENT_ROOT'] );
	require $_SERVER['SCRIPT_FILENAME'];
	return true;
}

if (
	preg_match( '#^/(resources|skins)/.+\.(css|gif|ico|jpe?g|js|map|png|svg|ttf|webp|woff2?)$#i', $decoded )
	&& is_file( $_SERVER['DOCUMENT_ROOT'] . $decoded )
) {
	return false;
}

return $refuse();
