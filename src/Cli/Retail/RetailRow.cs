namespace Omnichannel.Retail;

/// <summary>One line of the UCI Online Retail file, as it is written.</summary>
/// <param name="Number">From 1, the heading not counted: part of every id that is made from this line.</param>
/// <param name="At">Local time without a zone, to the minute.</param>
/// <param name="UnitPrice">GBP.</param>
/// <param name="CustomerId">Empty when the customer is not known.</param>
/// <param name="Country">As the file has it, "EIRE" and "Unspecified" among them.</param>
public readonly record struct RetailRow(
    long Number,
    string Invoice,
    string StockCode,
    string Description,
    long Quantity,
    DateTime At,
    decimal UnitPrice,
    string CustomerId,
    string Country)
{
    public bool IsOfKnownCustomer => CustomerId.Length > 0;

    public decimal Value => Quantity * UnitPrice;
}
