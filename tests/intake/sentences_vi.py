"""Sentences of our own in the manner of Vietnamese official prose, each with the claims that it makes."""

SENTENCES = [
    ("Đến cuối năm 2023, nước ta có quan hệ ngoại giao với 193 quốc gia.", ["relations.states 193 @2023-12-31"]),
    (
        "Số nước có quan hệ ngoại giao với ta tăng từ 185 lên 190 trong năm 2022.",
        ["relations.states 190 @2022"],
    ),
    (
        "Năm 2021, ta thiết lập quan hệ ngoại giao với thêm hai nước, nâng tổng số lên một trăm tám mươi chín nước.",
        ["relations.states 189 @2021"],
    ),
    (
        "Mạng lưới quan hệ đối tác nay gồm ba mươi hai nước, trong đó có chín đối tác chiến lược toàn diện.",
        ["frameworks.partners 32", "frameworks.partners comprehensive-strategic 9"],
    ),
    (
        "Tháng 3/2024, quan hệ với Nhật Bản được nâng cấp lên Đối tác Chiến lược Toàn diện.",
        ["frameworks.acts JPN comprehensive-strategic raised @2024-03"],
    ),
    (
        "Ta đã nâng cấp quan hệ với Úc (tháng 3/2024), Pháp (tháng 10/2024) và Ma-lai-xi-a lên Đối "
        "tác chiến lược toàn diện.",
        [
            "frameworks.acts AUS comprehensive-strategic raised @2024-03",
            "frameworks.acts FRA comprehensive-strategic raised @2024-10",
            "frameworks.acts MYS comprehensive-strategic raised @2024",
        ],
    ),
    (
        "Năm 2023, ta thiết lập quan hệ Đối tác toàn diện với Mông Cổ và UAE.",
        ["frameworks.acts ARE comprehensive established @2023", "frameworks.acts MNG comprehensive established @2023"],
    ),
    ("Bra-xin trở thành Đối tác chiến lược của nước ta.", ["frameworks.acts BRA strategic raised"]),
    ("Hai bên nhất trí sẽ nâng cấp quan hệ với Ca-na-đa lên Đối tác chiến lược.", []),
    ("Ta tiếp tục làm sâu sắc quan hệ Đối tác chiến lược toàn diện với Ấn Độ và Nga.", []),
    ("Trong năm, hơn 170 thỏa thuận hợp tác đã được ký kết.", ["agreements.signed 170 more_than"]),
    (
        "Không dưới 120 văn kiện hợp tác được ký trong năm 2023, trong đó có 11 điều ước quốc tế.",
        ["agreements.signed 120 at_least @2023"],
    ),
    ("Bộ Ngoại giao dự định ký 40 thỏa thuận trong năm tới.", []),
    ("Quốc hội chưa phê chuẩn 14 hiệp định này.", []),
    (
        "Với mười bảy (17) hiệp định thương mại tự do, hàng hóa của ta vào được hơn 60 thị trường.",
        ["agreements.fta 17", "agreements.fta-partners 60 more_than"],
    ),
    ("Ba FTA mới đang được đàm phán.", []),
    (
        "Lãnh đạo chủ chốt tiến hành 54 hoạt động đối ngoại, gồm 19 chuyến thăm nước ngoài, và đón "
        "31 đoàn lãnh đạo các nước.",
        ["activities.in 31", "activities.key-leaders 54", "activities.out 19"],
    ),
    ("Ta đã đón 22 nguyên thủ quốc gia và người đứng đầu chính phủ sang thăm.", ["activities.in 22"]),
    ("Nước ta tham gia 5/7 cơ chế điều hành then chốt của UNESCO.", ["seats.unesco 5/7"]),
    ("Ta đảm nhiệm năm trong bảy cơ chế chủ chốt của UNESCO.", ["seats.unesco 5/7"]),
    (
        "Kim ngạch thương mại dự kiến đạt kỷ lục gần 800 tỷ USD trong năm 2024.",
        ["trade.total 800000000000 USD nearly expected @2024"],
    ),
    (
        "Trong 6 tháng đầu năm 2024, tổng kim ngạch xuất nhập khẩu đạt 368,5 tỷ đô la Mỹ, tăng 15,7%.",
        ["trade.total 368500000000 USD @2024-01/2024-06"],
    ),
    ("Kim ngạch song phương với Trung Quốc đạt 171 tỷ USD.", []),
    (
        "Có thêm 6 danh hiệu được UNESCO công nhận, đưa tổng số danh hiệu lên 71.",
        ["titles.new 6", "titles.total 71"],
    ),
    (
        "Khoảng 5,3 triệu người Việt Nam đang sinh sống, làm việc ở nước ngoài.",
        ["community.total 5300000 about"],
    ),
    ("Hàng trăm công dân được sơ tán khỏi vùng chiến sự.", ["citizens.evacuated vague"]),
    ("Bốn chuyến bay đưa 1.250 công dân về nước an toàn.", ["citizens.evacuated 1250"]),
    (
        "Kiều hối đạt khoảng 16 tỷ USD, còn kiều bào đầu tư vào hơn 420 dự án trong nước.",
        ["diaspora.projects 420 more_than", "remittances.total 16000000000 USD about"],
    ),
    ("Lần đầu tiên, Thủ đô đăng cai tổ chức Hội nghị các quốc đảo.", ["events.first"]),
    ("Nước ta tiếp tục nằm trong nhóm các nước thu hút FDI lớn nhất thế giới.", ["rankings.fdi"]),
    (
        "Nghị quyết 34 và Chỉ thị 12 được triển khai; kỷ niệm 50 năm thiết lập quan hệ ngoại giao với 12 nước.",
        [],
    ),
    ("Số thỏa thuận đã ký: 43", ["agreements.signed 43"]),
    ("Nếu số nước có quan hệ ngoại giao lên 200, ta sẽ tổ chức lễ.", []),
    ("Bộ Ngoại giao bác bỏ thông tin rằng số đối tác có khuôn khổ quan hệ đã lên tới 50.", []),
    ("Khu vườn hữu nghị rộng 12 ha, 15% diện tích đã trồng cây.", []),
    ("Trong năm nước ta đón nhiều đoàn khách quý.", []),
]
