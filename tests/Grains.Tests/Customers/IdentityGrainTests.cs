namespace Omnichannel.Customers;

/// <summary>I68: an identity has one owner, whoever asks at the same time and whatever comes late.</summary>
public sealed class IdentityGrainTests
{
    [Fact]
    public async Task Claim_WhenRacedFromManyChannels_EndsWithOneOwner()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var customers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => grid.RegisterAsync($"customer-{number}")));

        var replies = await Task.WhenAll(customers.Select((customer, number) => customer.ClaimIdentity(new(IdentityKind.Email, number % 2 == 0 ? "Ada@Example.com" : " ada@example.COM "))));

        var winner = Assert.Single(Enumerable.Range(0, 8), number => replies[number].Status == CustomerStatus.Done);
        Assert.Equal(7, replies.Count(reply => reply.Status == CustomerStatus.IdentityTaken));
        var found = await grid.FindAsync(IdentityKind.Email, "ADA@example.com");
        Assert.Equal((FindIdentityStatus.Found, $"customer-{winner}"), (found.Status, found.Owner!.Value.Value));
        foreach (var (customer, number) in customers.Select((customer, number) => (customer, number)))
            Assert.Equal(number == winner ? 1 : 0, (await customer.Profile()).Customer!.Identities.Count);
    }

    [Fact]
    public async Task Claim_WhenReleasedByItsOwner_IsFreeForTheNext()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var (ada, bea) = (await grid.RegisterAsync("ada"), await grid.RegisterAsync("bea"));
        var claimed = await ada.ClaimIdentity(new(IdentityKind.Phone, "0044 (20) 7946-0018"));
        Assert.Equal("+442079460018", claimed.Identity!.Value);
        Assert.Equal(CustomerStatus.AlreadyDone, (await ada.ClaimIdentity(new(IdentityKind.Phone, "+44 20 7946 0018"))).Status);

        Assert.Equal(CustomerStatus.IdentityNotFound, (await bea.ReleaseIdentity(claimed.Identity.Id)).Status);
        Assert.Equal(CustomerStatus.Done, (await ada.ReleaseIdentity(claimed.Identity.Id)).Status);
        Assert.Equal(FindIdentityStatus.NotFound, (await grid.FindAsync(IdentityKind.Phone, "+442079460018")).Status);
        Assert.Equal(CustomerStatus.Done, (await bea.ClaimIdentity(new(IdentityKind.Phone, "+442079460018"))).Status);
        Assert.Equal(CustomerStatus.IdentityTaken, (await ada.ClaimIdentity(new(IdentityKind.Phone, "+442079460018"))).Status);
    }

    [Fact]
    public async Task Verify_WhenOwned_IsToldByTheIdentityAsWell()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var (ada, bea) = (await grid.RegisterAsync("ada"), await grid.RegisterAsync("bea"));
        var id = (await ada.ClaimIdentity(new(IdentityKind.LoyaltyCard, "ab-12 34"))).Identity!.Id;
        Assert.False((await grid.FindAsync(IdentityKind.LoyaltyCard, "AB1234")).IsVerified);

        Assert.Equal(CustomerStatus.IdentityNotFound, (await bea.VerifyIdentity(id)).Status);
        Assert.Equal(CustomerStatus.Done, (await ada.VerifyIdentity(id)).Status);
        Assert.Equal(CustomerStatus.AlreadyDone, (await ada.VerifyIdentity(id)).Status);
        Assert.True((await grid.FindAsync(IdentityKind.LoyaltyCard, "AB1234")).IsVerified);

        // A claim that comes with a proof is one as well.
        var card = await ada.ClaimIdentity(new(IdentityKind.TillNumber, "K-0042"));
        var proven = await ada.ClaimIdentity(new(IdentityKind.TillNumber, "K-0042", IsVerified: true));
        Assert.Equal((false, true), (card.Identity!.IsVerified, proven.Identity!.IsVerified));
    }

    [Fact]
    public async Task Names_OfIdentities_TellNothingAndAreTheSameAfterARotation()
    {
        var keys = Privacy.TestKeys.Create();
        var first = await new IdentityNames(keys).NameAsync(IdentityKind.Email, "ada@example.com");
        keys.Rotate(new([new(new byte[32]), new(System.Security.Cryptography.SHA256.HashData("master"u8))]));

        Assert.Equal(first, await new IdentityNames(keys).NameAsync(IdentityKind.Email, "ada@example.com"));
        Assert.NotEqual(first.Value[^40..], (await new IdentityNames(keys).NameAsync(IdentityKind.Phone, "ada@example.com")).Value[^40..]);
        Assert.Matches("^email:[0-9a-f]{40}$", first.Value);
    }

    [Theory]
    [InlineData(IdentityKind.Email, " Ada.Lovelace+x@Example.CO.uk ", "ada.lovelace+x@example.co.uk")]
    [InlineData(IdentityKind.Email, "ada", null)]
    [InlineData(IdentityKind.Email, "@example.com", null)]
    [InlineData(IdentityKind.Email, "ada@example", null)]
    [InlineData(IdentityKind.Email, "ada@@example.com", null)]
    [InlineData(IdentityKind.Email, "ada..l@example.com", null)]
    [InlineData(IdentityKind.Email, "ada@-example.com", null)]
    [InlineData(IdentityKind.Email, "ada@example.123", null)]
    [InlineData(IdentityKind.Email, "ada b@example.com", null)]
    [InlineData(IdentityKind.Email, "ada@exam\u0001ple.com", null)]
    [InlineData(IdentityKind.Email, "ädä@example.com", null)]
    [InlineData(IdentityKind.Phone, "+49 (0) 30 1234", "+490301234")]
    [InlineData(IdentityKind.Phone, "00 1 212.555.0100", "+12125550100")]
    [InlineData(IdentityKind.Phone, "030 123456", null)]
    [InlineData(IdentityKind.Phone, "+0301234567", null)]
    [InlineData(IdentityKind.Phone, "+1234567", null)]
    [InlineData(IdentityKind.Phone, "+1234567890123456", null)]
    [InlineData(IdentityKind.Phone, "+1 800 FLOWERS", null)]
    [InlineData(IdentityKind.Phone, "+１２３４５６７８９", null)]
    [InlineData(IdentityKind.LoyaltyCard, "12 34-ab", "1234AB")]
    [InlineData(IdentityKind.LoyaltyCard, "123", null)]
    [InlineData(IdentityKind.LoyaltyCard, "12/34", null)]
    [InlineData(IdentityKind.Device, "phone-1", "phone-1")]
    [InlineData(IdentityKind.Device, "my phone", null)]
    [InlineData(IdentityKind.TillNumber, "k 42 x", "K42X")]
    [InlineData(IdentityKind.SocialHandle, "Instagram:@Ada.L", "instagram:ada.l")]
    [InlineData(IdentityKind.SocialHandle, "ada", null)]
    [InlineData(IdentityKind.SocialHandle, "insta gram:ada", null)]
    [InlineData(IdentityKind.SocialHandle, "instagram:", null)]
    [InlineData(IdentityKind.None, "ada", null)]
    public void Normalise_OfAKind_GivesOneWayToWriteItOrNone(IdentityKind kind, string value, string? expected) => Assert.Equal(expected, IdentityText.Normalise(kind, value));

    [Fact]
    public void Normalise_WhenLongerThanAllowed_GivesNone()
    {
        var longest = $"{new string('a', 64)}@{string.Join('.', Enumerable.Repeat(new string('b', 61), 3))}.com";
        Assert.Equal(Limits.IdentityLengthMax, longest.Length);
        Assert.Equal(longest, IdentityText.Normalise(IdentityKind.Email, longest));
        Assert.Null(IdentityText.Normalise(IdentityKind.Email, "a" + longest));
        Assert.Null(IdentityText.Normalise(IdentityKind.Email, longest + "m"));
    }

    [Fact]
    public void Countries_AreTheAssignedCodes() => Assert.Equal(249, Countries.Count);
}
