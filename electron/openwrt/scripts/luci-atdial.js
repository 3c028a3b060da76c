'use strict';
'require form';
'require fs';
'require network';

network.registerPatternVirtual(/^atdial-.+$/);
network.registerErrorCode('INVALID_OPTIONS', _('APN, user name and password cannot have quotes'));
network.registerErrorCode('NO_CHAT', _('The package chat is not installed'));
network.registerErrorCode('MODEM_SILENT', _('The modem does not answer'));
network.registerErrorCode('SIM_MISSING', _('There is no SIM in the modem'));
network.registerErrorCode('SIM_LOCKED', _('The SIM or the modem wants another code'));
network.registerErrorCode('PIN_REQUIRED', _('The SIM wants its PIN'));
network.registerErrorCode('PIN_FAILED', _('The PIN was refused, or is not sent again: see the log'));
network.registerErrorCode('PUK_REQUIRED', _('The SIM is locked and wants its PUK'));
network.registerErrorCode('NOT_REGISTERED', _('The modem does not register with a network'));
network.registerErrorCode('CALL_REFUSED', _('The modem or its network refuses the call: see the log'));
network.registerErrorCode('CALL_NOT_UP', _('The call does not come up'));
network.registerErrorCode('NO_ADDRESS', _('The modem tells no address'));

return network.registerProtocol('atdial', {
	getI18n: function() {
		return _('Mobile modem, dialled by AT commands (Modem Bench)');
	},

	getIfname: function() {
		return this._ubus('l3_device') || 'atdial-%s'.format(this.sid);
	},

	isFloating: function() {
		return true;
	},

	isVirtual: function() {
		return true;
	},

	getDevices: function() {
		return null;
	},

	containsDevice: function(ifname) {
		return network.getIfnameOf(ifname) == this.getIfname();
	},

	renderFormOptions: function(s) {
		var o;
		var plain = function(section_id, value) {
			return /^[ !#-~]*$/.test(value) ? true : _('Latin letters, digits and signs, without quotes');
		};

		o = s.taboption('general', form.DummyValue, '_dongle', _('Dongle'));
		o.load = function(section_id) {
			var words = function(text) {
				var usb = /^usb (\S+) (\S+) (\S+)$/m.exec(text) || [];
				var serial = /^serial (.+)$/m.exec(text);
				return '%s:%s'.format(usb[1] || '?', usb[2] || '?') +
					(usb[3] && usb[3] != '-' ? ', ' + _('USB port %s').format(usb[3]) : '') +
					(serial ? ', ' + _('serial number %s').format(serial[1]) : '');
			};

			return Promise.all([
				L.resolveDefault(fs.read('/etc/modem-bench/%s.usb'.format(section_id)), ''),
				L.resolveDefault(fs.read('/etc/modem-bench/%s.dial'.format(section_id)), '')
			]).then(function(texts) {
				var name = /^name (.+)$/m.exec(texts[1]);
				return texts[0] ? (name ? name[1] + ', ' : '') + words(texts[0]) : _('none: it comes with a bundle of Modem Bench');
			});
		};
		o.write = function() {};

		o = s.taboption('general', form.Value, 'apn', _('APN'));
		o.validate = function(section_id, value) {
			return /^[!#-~]{0,99}$/.test(value) ? true : _('No blanks and no quotes');
		};

		o = s.taboption('general', form.Value, 'pincode', _('PIN'));
		o.datatype = 'and(uinteger,minlength(4),maxlength(8))';
		o.password = true;

		o = s.taboption('general', form.ListValue, 'auth', _('Authentication Type'));
		o.value('none', _('None'));
		o.value('pap', 'PAP');
		o.value('chap', 'CHAP');
		o.value('both', 'PAP/CHAP');
		o.default = 'none';

		o = s.taboption('general', form.Value, 'username', _('PAP/CHAP username'));
		o.depends({ auth: 'none', '!reverse': true });
		o.validate = plain;

		o = s.taboption('general', form.Value, 'password', _('PAP/CHAP password'));
		o.depends({ auth: 'none', '!reverse': true });
		o.validate = plain;
		o.password = true;

		o = s.taboption('general', form.ListValue, 'pdptype', _('IP Protocol'));
		o.value('ipv4', 'IPv4');
		o.value('ipv4v6', 'IPv4/IPv6');
		o.value('ipv6', 'IPv6');
		o.default = 'ipv4';

		o = s.taboption('advanced', form.Value, 'delay', _('Modem init timeout'), _('Seconds to wait before the modem is spoken to'));
		o.placeholder = '0';
		o.datatype = 'min(0)';

		o = s.taboption('advanced', form.Value, 'mtu', _('Override MTU'));
		o.placeholder = '1500';
		o.datatype = 'max(9200)';
	}
});
