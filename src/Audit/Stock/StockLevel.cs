namespace Omnichannel.Audit.Stock;

/// <summary>What a journal says that a SKU at a location has, in the members of the live answer.</summary>
public readonly record struct StockLevel(long OnHand, long Reserved, long SafetyStock, long Available, long Version);
