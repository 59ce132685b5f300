
// Below: what the tests add to the LocalSettings.php that MediaWiki's installer wrote.

// A test edits faster than people do, and reads its lists right after saving.
$wgRateLimits = [];
$wgJobRunRate = 100;
$wgRunJobsAsync = false;

// As on Wikimedia's wikis, so that edits and texts are treated as they are there.
$wgLocaltimezone = 'UTC';
$wgDiff3 = '/usr/bin/diff3';
$wgArticlePath = '/wiki/$1';
$wgNamespacesWithSubpages[NS_MAIN] = true;
$wgEnableMagicLinks = [ 'ISBN' => true, 'PMID' => true, 'RFC' => true ];
foreach ( [ 'Cite', 'ParserFunctions', 'Poem', 'InputBox' ] as $wgGlambotExtension ) {
	if ( is_file( "$IP/extensions/$wgGlambotExtension/extension.json" ) ) {
		wfLoadExtension( $wgGlambotExtension );
	}
}

// What a phone gets from Wikimedia's wikis: ?useskin=minerva.
if ( is_file( "$IP/skins/MinervaNeue/skin.json" ) ) {
	wfLoadSkin( 'MinervaNeue' );
}

// Makes -{ }- act in an English wiki too, as it does in Chinese, Serbian or Kazakh ones.
$wgUsePigLatinVariant = true;

// APCu lives in the memory of the web server, so stopping the server forgets the caches. Maintenance
// scripts run without it.
$wgMainCacheType = function_exists( 'apcu_enabled' ) && apcu_enabled() ? CACHE_ACCEL : CACHE_NONE;
$wgSessionCacheType = CACHE_DB;

// Without a logo of its own the wiki shows a notice to its administrators in that place.
$wgLogos = [ '1x' => "$wgResourceBasePath/resources/assets/mediawiki.png" ];

// An error must be seen in the answer a test gets.
$wgShowExceptionDetails = true;

// A test makes the wiki read-only by making this file.
$wgReadOnlyFile = __DIR__ . '/readonly';

// What a wiki's extensions refuse, without those extensions: a file "refuse" with the code of the error.
$wgHooks['EditFilterMergedContent'][] = static function ( $context, $content, $status ) {
	$file = __DIR__ . '/refuse';
	if ( is_file( $file ) ) {
		$code = trim( file_get_contents( $file ) );
		$status->fatal( ApiMessage::create( new RawMessage( "refused: $code" ), $code ) );
		return false;
	}
	return true;
};
