<?php
/**
 * Prints what wikis of every language make of ~~~~ and ~~~~~, by MediaWiki's own Parser.
 *
 *   MW_INSTALL_PATH=… MW_CONFIG_FILE=LocalSettings.php \
 *       php scripts/locales/check_signatures.php --timezone Europe/Warsaw 1514815200 1517493600
 *
 * The moments are seconds since 1970. One JSON object a language: {"code": "cs", "signature": what
 * User:Example signs with at the first moment, "moments": {"1514815200": what ~~~~~ is then, …}}.
 * The settings are those that scripts/locales/generate.py makes; no database is asked.
 */

use MediaWiki\MediaWikiServices;
use MediaWiki\Page\PageReferenceValue;
use MediaWiki\User\UserIdentityValue;

require_once __DIR__ . '/start.php';

/** Gives the wiki one content language after the other, and saves signatures there. */
class CheckSignatures extends Maintenance {
	public function __construct() {
		parent::__construct();
		$this->addDescription( 'Print signatures as wikis of every language save them' );
		$this->addOption( 'timezone', 'IANA name of the time zone of the wikis', false, true );
		$this->addArg( 'moment', 'Seconds since 1970; more may follow', true, true );
	}

	public function getDbType() {
		return Maintenance::DB_NONE;
	}

	public function execute() {
		$GLOBALS['wgLocaltimezone'] = $this->getOption( 'timezone', 'UTC' );
		foreach ( languageCodes() as $code ) {
			print encodeLine( $this->sign( $code ) );
		}
	}

	/**
	 * @param string $code
	 * @return array
	 */
	private function sign( string $code ): array {
		// All that has seen the last language goes, but English is not read anew each time.
		$cache = MediaWikiServices::getInstance()->getLocalisationCache();
		$GLOBALS['wgLanguageCode'] = $code;
		MediaWikiServices::resetGlobalInstance( new GlobalVarConfig() );
		$services = MediaWikiServices::getInstance();
		$services->redefineService( 'LocalisationCache', static function () use ( $cache ) {
			return $cache;
		} );
		$services->redefineService( 'UserOptionsLookup', static function () {
			// The name before MediaWiki 1.41.
			$lookup = class_exists( MediaWiki\User\Options\StaticUserOptionsLookup::class )
				? MediaWiki\User\Options\StaticUserOptionsLookup::class
				: MediaWiki\User\StaticUserOptionsLookup::class;
			return new $lookup( [] );
		} );
		$found = [ 'code' => $code, 'signature' => null, 'moments' => [] ];
		for ( $index = 0; $this->hasArg( $index ); $index++ ) {
			$moment = $this->getArg( $index );
			$found['signature'] ??= $this->transform( '~~~~', $moment );
			$found['moments'][$moment] = $this->transform( '~~~~~', $moment );
		}
		$read = $services->getContentLanguage()->getCode();
		if ( $read !== 'en' ) {
			$cache->unload( $read );
		}
		return $found;
	}

	/**
	 * @param string $text
	 * @param string $moment
	 * @return string The text as it is saved
	 */
	private function transform( string $text, string $moment ): string {
		$user = UserIdentityValue::newRegistered( 1, 'Example' );
		$options = new ParserOptions( $user );
		$options->setTimestamp( wfTimestamp( TS_MW, $moment ) );
		$page = PageReferenceValue::localReference( NS_TALK, 'Example' );
		$parser = MediaWikiServices::getInstance()->getParserFactory()->getInstance();
		return $parser->preSaveTransform( $text, $page, $user, $options );
	}
}

$maintClass = CheckSignatures::class;
require_once RUN_MAINTENANCE_IF_MAIN;
