"""Sentences of our own in the manner of Indonesian official prose, each with the claims that it makes."""

SENTENCES = [
    (
        "Hingga akhir tahun 2023, negara kami memiliki hubungan diplomatik dengan 162 negara anggota PBB.",
        ["relations.states 162 @2023-12-31"],
    ),
    (
        "Jumlah negara yang menjalin hubungan diplomatik dengan kita bertambah dari 185 menjadi 190 pada tahun 2022.",
        ["relations.states 190 @2022"],
    ),
    (
        "Sepanjang 2021 kami membuka hubungan diplomatik dengan dua negara lagi, sehingga totalnya menjadi seratus "
        "delapan puluh sembilan.",
        ["relations.states 189 @2021"],
    ),
    (
        "Kami kini memiliki kerangka kemitraan dengan tiga puluh dua mitra, termasuk sembilan "
        "mitra strategis komprehensif.",
        ["frameworks.partners 32", "frameworks.partners comprehensive-strategic 9"],
    ),
    (
        "Pada Maret 2024, hubungan dengan Jepang resmi ditingkatkan menjadi Kemitraan Strategis Komprehensif.",
        ["frameworks.acts JPN comprehensive-strategic raised @2024-03"],
    ),
    (
        "Hubungan dengan Australia (Maret 2024) dan Selandia Baru (Oktober 2024) dinaikkan ke tingkat Kemitraan "
        "Strategis.",
        ["frameworks.acts AUS strategic raised @2024-03", "frameworks.acts NZL strategic raised @2024-10"],
    ),
    (
        "Kemitraan Komprehensif dijalin dengan Mesir dan Afrika Selatan.",
        ["frameworks.acts EGY comprehensive established", "frameworks.acts ZAF comprehensive established"],
    ),
    ("Kedua pemimpin sepakat untuk meningkatkan hubungan dengan Kanada menjadi Kemitraan Strategis.", []),
    ("Kami terus memperdalam Kemitraan Strategis Komprehensif dengan India dan Rusia.", []),
    (
        "Tidak kurang dari 120 nota kesepahaman dan perjanjian ditandatangani selama tahun 2023.",
        ["agreements.signed 120 at_least @2023"],
    ),
    (
        "Sebanyak 84 dokumen kerja sama berhasil ditandatangani, termasuk 11 perjanjian internasional.",
        ["agreements.signed 84"],
    ),
    ("Kementerian berencana menandatangani 40 perjanjian kerja sama pada tahun depan.", []),
    ("Parlemen belum meratifikasi 14 perjanjian tersebut.", []),
    (
        "Dengan 16 perjanjian perdagangan bebas (FTA), produk kita menjangkau lebih dari enam puluh mitra.",
        ["agreements.fta 16", "agreements.fta-partners 60 more_than"],
    ),
    ("Tiga FTA baru masih dalam tahap perundingan.", []),
    (
        "Para pemimpin utama mengikuti 54 kegiatan luar negeri, di antaranya 19 kunjungan ke luar negeri, dan "
        "menerima 31 delegasi asing.",
        ["activities.in 31", "activities.key-leaders 54", "activities.out 19"],
    ),
    ("Dua puluh dua kepala negara dan pemerintahan disambut di ibu kota.", ["activities.in 22"]),
    ("Kami menduduki lima dari tujuh badan tata kelola utama UNESCO.", ["seats.unesco 5/7"]),
    (
        "Total perdagangan diperkirakan mencapai hampir 800 miliar dolar AS pada akhir tahun 2024.",
        ["trade.total 800000000000 USD nearly expected @2024-12-31"],
    ),
    (
        "Pada semester pertama 2024, nilai ekspor-impor mencapai US$368,5 miliar, naik 15,7 persen.",
        ["trade.total 368500000000 USD @2024-01/2024-06"],
    ),
    ("Perdagangan bilateral dengan Tiongkok menembus 171 miliar dolar AS.", []),
    (
        "UNESCO mengakui empat situs warisan lagi sehingga totalnya menjadi 68.",
        ["titles.new 4", "titles.total 68"],
    ),
    (
        "Sekitar 5,3 juta warga negara kita tinggal dan bekerja di luar negeri.",
        ["community.total 5300000 about"],
    ),
    ("Ratusan WNI dievakuasi dari zona konflik.", ["citizens.evacuated vague"]),
    (
        "Sebanyak 1.250 warga negara berhasil dipulangkan dengan empat penerbangan khusus.",
        ["citizens.evacuated 1250"],
    ),
    (
        "Remitansi mencapai sekitar 16 miliar dolar AS, sementara diaspora menanamkan modal di lebih dari 420 proyek.",
        ["diaspora.projects 420 more_than", "remittances.total 16000000000 USD about"],
    ),
    ("Untuk pertama kalinya ibu kota menjadi tuan rumah Konferensi Negara Kepulauan.", ["events.first"]),
    (
        "Negara kita kembali termasuk di antara penerima investasi asing langsung terbesar di dunia.",
        ["rankings.fdi"],
    ),
    (
        "Resolusi 34 dan Arahan 12 menandai peringatan 80 tahun; 50 tahun hubungan diplomatik dengan 12 negara "
        "dirayakan.",
        [],
    ),
    ("Perjanjian yang ditandatangani: 43", ["agreements.signed 43"]),
    ("Jika jumlah negara yang memiliki hubungan diplomatik mencapai 200, upacara akan digelar.", []),
    ("Kementerian membantah kabar bahwa jumlah mitra dengan kerangka kemitraan mencapai 50.", []),
    ("Luas kebun persahabatan itu 12 hektare dan 15 persen lahannya ditanami.", []),
]
